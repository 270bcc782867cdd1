package io.jtwisted.net;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;

/** Two bytes of length before each piece. An empty piece is the end of a half. */
public final class Lengths extends Framing {
    private final ByteQueue arrived = new ByteQueue();

    @Override
    protected void received(Bytes data) {
        arrived.add(data);
        while (arrived.length() >= 2 && arrived.length() >= 2 + length()) {
            int length = length();
            arrived.skip(2);
            if (length == 0) {
                end();
            } else {
                deliver(arrived.take(length));
            }
        }
    }

    private int length() {
        return (arrived.at(0) & 0xff) << 8 | arrived.at(1) & 0xff;
    }

    @Override
    protected void write(Bytes data) {
        send(framed(data));
    }

    @Override
    protected void ended() throws Exception {
        if (!arrived.isEmpty()) {
            throw new ProtocolException("expected " + (2 + length() - arrived.length()) + " bytes more, not the end");
        }
        super.ended();
    }

    @Override
    protected void writeEnded() {
        send(framed(Bytes.empty()));
    }

    /** As it goes over the wire. */
    public static Bytes framed(Bytes data) {
        return Bytes.of((byte) (data.length() >> 8), (byte) data.length()).plus(data);
    }
}
