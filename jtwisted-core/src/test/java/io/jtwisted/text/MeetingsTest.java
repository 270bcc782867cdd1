package io.jtwisted.text;

import io.jtwisted.Meetings;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In memory. */
class MeetingsTest extends Meetings {
    private final MemoryReactor reactor = new MemoryReactor();

    @Override
    protected Peer meet(Listener protocol, Limits limits) {
        Port port = reactor.listen(ServerEndpoint.tcp(0).limits(limits), from -> protocol)
                .await();
        return new Played(reactor.dial(port));
    }

    /** Those for which a clock has to be played. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PAUSE | AGE      | lost:TIMEOUT         | -",
                "BUSY  | AGE      | lost:TIMEOUT         | -",
                "HOLD  | AGE      | lost:TIMEOUT         | -",
                "BLOCK | AGE      | cut lost:TIMEOUT     | -",
            })
    void anAgeIsToldInOrderToo(Keeper keeper, String event, String before, String after) throws Exception {
        eachIsToldInOrder(keeper, event, before, after);
    }

    private final class Played implements Peer {
        private final MemoryPeer peer;

        Played(MemoryPeer peer) {
            this.peer = peer;
        }

        @Override
        public void sends(String text) {
            peer.sends(text);
        }

        @Override
        public void endsSending() {
            peer.endsSending();
        }

        @Override
        public void resets() {
            peer.resets();
        }

        @Override
        public String hearsToTheEnd() {
            if (!peer.heardEnd()) {
                throw new AssertionError("expected the end after '" + peer.hears() + "'");
            }
            return peer.hears();
        }

        @Override
        public void does(Runnable action) {
            reactor.call(() -> {
                action.run();
                return "done";
            });
            reactor.advance(Duration.ZERO);
        }

        @Override
        public void passes(Duration time) {
            reactor.advance(time);
        }

        @Override
        public void settles(Listener protocol, int told) {
            reactor.advance(Duration.ZERO);
        }
    }
}
