package io.jtwisted.benchmarks.start.echo;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import io.jtwisted.spring.ProtocolHandler;

/** Says everything back (RFC 862). */
@ProtocolHandler("echo")
final class Echo extends Protocol {

    @Override
    public void dataReceived(Bytes data) {
        transport().write(data);
    }
}
