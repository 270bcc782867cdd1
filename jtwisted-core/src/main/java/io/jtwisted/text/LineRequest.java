package io.jtwisted.text;

import io.jtwisted.bytes.Inbox;
import io.jtwisted.net.ProtocolException;

/** The next line. What a line is, its receiver knows: that gives it, or says that it is refused. */
final class LineRequest extends Request<String> {

    LineRequest(Requests requests) {
        super(requests);
    }

    @Override
    boolean take(Inbox inbox) {
        throw new IllegalStateException("a line is given");
    }

    @Override
    boolean hasNext(Inbox inbox) {
        return false;
    }

    void give(String line) {
        requests().done(this); // first: the next step may ask for another
        result().callback(line);
    }

    void refuse(String why) {
        requests().done(this);
        result().errback(new ProtocolException(why));
    }

    @Override
    void ended(String why, int waiting) {
        refuse(why + " before the line that was waited for");
    }

    @Override
    void cancelled() {
        requests().done(this);
        requests().goOn();
    }
}
