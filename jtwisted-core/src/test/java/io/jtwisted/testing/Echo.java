package io.jtwisted.testing;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Protocol;

/** Says everything back, and remembers why it ended. */
final class Echo extends Protocol {
    private CloseReason reason = CloseReason.local();
    private int reads;

    CloseReason reason() {
        return reason;
    }

    int reads() {
        return reads;
    }

    @Override
    public void dataReceived(Bytes data) {
        reads++;
        transport().write(data);
    }

    @Override
    public void connectionLost(CloseReason why) {
        reason = why;
    }
}
