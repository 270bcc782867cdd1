package io.jtwisted.testing;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Protocol;

/** Hears and says nothing by itself. */
final class Silent extends Protocol {
    private final ByteQueue heard = new ByteQueue();
    private CloseReason reason = CloseReason.local();

    String heard() {
        return heard.takeAll().utf8();
    }

    CloseReason reason() {
        return reason;
    }

    @Override
    public void dataReceived(Bytes data) {
        heard.add(data);
    }

    @Override
    public void connectionLost(CloseReason why) {
        reason = why;
    }
}
