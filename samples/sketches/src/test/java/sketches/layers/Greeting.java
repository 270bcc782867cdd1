package sketches.layers;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.bytes.Inbox;
import io.jtwisted.net.Framing;
import io.jtwisted.net.ProtocolException;

/** Shakes hands first: each side says a word, and then bytes pass as they are. */
final class Greeting extends Framing {
    static final Bytes WORD = Bytes.utf8("greeting");

    private final Inbox arrived = new Inbox();
    private boolean greeted;

    @Override
    protected void begin() {
        send(WORD);
    }

    @Override
    protected void received(Bytes data) throws Exception {
        arrived.add(data);
        if (!greeted && arrived.length() >= WORD.length()) {
            if (!arrived.take(WORD.length()).equals(WORD)) {
                throw new ProtocolException("expected a greeting");
            }
            greeted = true;
            open();
        }
        if (greeted) {
            deliver(arrived.takeAll());
        }
    }

    @Override
    protected void write(Bytes data) {
        send(data);
    }
}
