package io.jtwisted.text;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.bytes.Inbox;
import io.jtwisted.net.ProtocolException;

/** So many bytes, as a whole. */
final class BlockRequest extends Request<Bytes> {
    private final int length;

    BlockRequest(Requests requests, int length) {
        super(requests);
        this.length = length;
    }

    @Override
    boolean take(Inbox inbox) {
        if (!hasNext(inbox)) {
            return false;
        }
        Bytes block = inbox.take(length);
        requests().done(this); // first: the next step may ask for another
        result().callback(block);
        return true;
    }

    @Override
    boolean hasNext(Inbox inbox) {
        return inbox.length() >= length;
    }

    @Override
    void ended(String why, int waiting) {
        requests().done(this);
        result().errback(new ProtocolException(why + " after " + waiting + " of " + length + " bytes"));
    }

    @Override
    void cancelled() {
        requests().done(this);
        requests().goOn();
    }
}
