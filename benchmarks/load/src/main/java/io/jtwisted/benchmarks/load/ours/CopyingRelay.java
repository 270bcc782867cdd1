package io.jtwisted.benchmarks.load.ours;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ByteProducer;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.HalfCloseable;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Transport;
import org.jspecify.annotations.Nullable;

/** Passes all on to a server, and back, as a protocol of its own would do it. */
final class CopyingRelay extends Protocol {
    private final ClientEndpoint server;

    CopyingRelay(ClientEndpoint server) {
        this.server = server;
    }

    @Override
    public void connectionMade() {
        transport().pauseReading();
        reactor().connect(server, new End()).tap(this::join).otherwise(this::fail);
    }

    private void join(End back) {
        End front = new End();
        transport().become(front, Bytes.empty());
        front.tie(back.transport());
        back.tie(front.transport());
        front.transport().resumeReading();
    }

    /** One end of it. */
    private static final class End extends Protocol implements HalfCloseable, ByteProducer {
        private @Nullable Transport other;

        void tie(Transport target) {
            other = target;
            target.registerProducer(this);
        }

        @Override
        public void dataReceived(Bytes data) {
            if (other != null) {
                other.write(data);
            }
        }

        @Override
        public void readConnectionLost() {
            if (other != null) {
                other.loseWriteConnection();
            }
        }

        @Override
        public void connectionLost(CloseReason reason) {
            if (other != null) {
                other.loseConnection();
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
        public void stopProducing() {}
    }
}
