package io.jtwisted.netty;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.HalfCloseable;

/** Says what it hears, to the end. */
final class EchoToTheEnd extends Talk implements HalfCloseable {

    @Override
    public void dataReceived(Bytes data) {
        transport().write(data);
    }

    @Override
    public void readConnectionLost() {
        transport().loseConnection();
    }
}
