package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/** A protocol which writes down what happens to it. */
class Recorder extends Protocol implements ByteProducer {
    final List<String> events = new ArrayList<>();
    private CloseReason reason = CloseReason.local();

    CloseReason reason() {
        return reason;
    }

    long losses() {
        return events.stream().filter("lost"::equals).count();
    }

    @Override
    public void connectionMade() throws Exception {
        events.add("made");
    }

    @Override
    public void dataReceived(Bytes data) throws Exception {
        events.add(data.utf8());
    }

    @Override
    public void connectionLost(CloseReason why) throws Exception {
        events.add("lost");
        reason = why;
    }

    @Override
    public void pauseProducing() throws Exception {
        events.add("pause");
    }

    @Override
    public void resumeProducing() throws Exception {
        events.add("resume");
    }

    @Override
    public void stopProducing() throws Exception {
        events.add("stop");
    }

    /** One which goes on when one direction has ended. */
    static class Half extends Recorder implements HalfCloseable {

        @Override
        public void readConnectionLost() throws Exception {
            events.add("read lost");
        }

        @Override
        public void writeConnectionLost() throws Exception {
            events.add("write lost");
        }
    }
}
