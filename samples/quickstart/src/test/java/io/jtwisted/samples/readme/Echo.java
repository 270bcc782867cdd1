package io.jtwisted.samples.readme;

import io.jtwisted.JTwisted;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;

/** Sends back what it receives (RFC 862). */
final class Echo extends Protocol {

    @Override
    public void dataReceived(Bytes data) {
        transport().write(data);
    }

    public static void main(String... args) {
        JTwisted.serve("tcp:8007", Echo::new);
    }
}
