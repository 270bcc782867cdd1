package io.jtwisted.spring.autoconfigure;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import io.jtwisted.spring.ProtocolHandler;

/** Says everything back. */
@ProtocolHandler("echo")
final class Echo extends Protocol {

    @Override
    public void dataReceived(Bytes data) {
        transport().write(data);
    }
}
