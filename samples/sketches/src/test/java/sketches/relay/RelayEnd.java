package sketches.relay;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ByteProducer;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.HalfCloseable;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.TransportException;
import org.jspecify.annotations.Nullable;

/** One side of a relay: what it hears, the other side says. */
final class RelayEnd extends Protocol implements HalfCloseable, ByteProducer {
    private @Nullable RelayEnd other;

    /** Ties these two, which are connected. */
    static void tie(RelayEnd one, RelayEnd another) {
        one.other = another;
        another.other = one;
        one.transport().registerProducer(another);
        another.transport().registerProducer(one);
        one.transport().resumeReading();
        another.transport().resumeReading();
    }

    @Override
    public void connectionMade() {
        transport().pauseReading(); // until the other side is there
    }

    @Override
    public void dataReceived(Bytes data) {
        if (other != null) {
            other.transport().write(data);
        }
    }

    @Override
    public void pauseProducing() {
        transport().pauseReading();
    }

    @Override
    public void resumeProducing() {
        transport().resumeReading();
    }

    @Override
    public void stopProducing() {
        transport().resumeReading();
    }

    @Override
    public void readConnectionLost() {
        if (other != null) {
            other.transport().loseWriteConnection();
        }
    }

    @Override
    public void connectionLost(CloseReason reason) {
        if (other != null && reason.isClean()) {
            other.transport().loseConnection();
        } else if (other != null) {
            other.transport().fail(new TransportException("the other side of the relay is lost", reason.cause()));
        }
    }
}
