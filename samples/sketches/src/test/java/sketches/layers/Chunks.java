package sketches.layers;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.bytes.Inbox;
import io.jtwisted.net.Framing;
import io.jtwisted.net.ProtocolException;
import java.util.Optional;

/** Two bytes of length before each piece; a piece without bytes is the end of a half. */
final class Chunks extends Framing {
    private final Inbox arrived = new Inbox();
    private int pieces;

    /** A fact about this layer: how many pieces have arrived. */
    record Counted(int pieces) {}

    @Override
    protected void received(Bytes data) {
        arrived.add(data);
        while (arrived.length() >= 2 && arrived.length() >= 2 + arrived.number(2)) {
            int length = (int) arrived.number(2);
            arrived.skip(2);
            pieces++;
            if (length == 0) {
                end();
            } else {
                deliver(arrived.take(length));
            }
        }
    }

    @Override
    protected void write(Bytes data) {
        send(framed(data));
    }

    @Override
    protected void ended() throws ProtocolException {
        throw new ProtocolException("expected an empty piece before the end");
    }

    @Override
    protected void writeEnded() {
        send(framed(Bytes.empty()));
    }

    @Override
    protected <T> Optional<T> detail(Class<T> type) {
        return type == Counted.class ? Optional.of(type.cast(new Counted(pieces))) : Optional.empty();
    }

    static Bytes framed(Bytes data) {
        return Bytes.of((byte) (data.length() >> 8), (byte) data.length()).plus(data);
    }

    static Bytes framed(String text) {
        return framed(Bytes.utf8(text));
    }
}
