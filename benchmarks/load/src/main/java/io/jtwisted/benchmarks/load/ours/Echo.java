package io.jtwisted.benchmarks.load.ours;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;

/** Says everything back (RFC 862). */
final class Echo extends Protocol {

    @Override
    public void dataReceived(Bytes data) {
        transport().write(data);
    }
}
