package io.jtwisted.samples.quickstart;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import io.jtwisted.spring.ProtocolHandler;

/** Sends back what it receives (RFC 862). */
@ProtocolHandler("echo")
final class Echo extends Protocol {

    @Override
    public void dataReceived(Bytes data) {
        transport().write(data);
    }
}
