package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Filters in front of a factory: access, counting, shaping. */
class FilteredFactoryTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final List<String> events = new ArrayList<>();
    private final List<Recorder> served = new ArrayList<>();

    private final class Site implements Factory {

        @Override
        public Protocol buildProtocol(Address peer) {
            Recorder one = new Recorder();
            served.add(one);
            return one;
        }

        @Override
        public Limits usual() {
            return Limits.server().silence(Duration.ofSeconds(7));
        }

        @Override
        public void startFactory() {
            events.add("start");
        }

        @Override
        public void stopFactory() {
            events.add("stop");
        }
    }

    /** Counts what passes. */
    private static final class Counting extends Framing {
        private int received;
        private int sent;

        @Override
        protected void received(Bytes data) {
            received += data.length();
            deliver(data);
        }

        @Override
        protected void write(Bytes data) {
            sent += data.length();
            send(data);
        }
    }

    @Test
    void aGateRefusesWhomItDoesNotAdmit() {
        boolean[] open = {true};
        Factory gate = new Site().admitting(peer -> open[0]);
        Port port = reactor.listen("tcp:80", gate).await();

        MemoryPeer first = reactor.dial(port);
        open[0] = false;
        MemoryPeer second = reactor.dial(port);

        assertThat(first.isDisconnected()).isFalse();
        assertThat(second.isDisconnected()).isTrue();
        assertThat(served).hasSize(1);
        assertThat(port.statistics().refused()).containsEntry(Refusal.FACTORY, 1L);
    }

    @Test
    void theFactoryBehindIsStartedAndStoppedAndItsLimitsHold() {
        Port port = reactor.listen("tcp:80", new Site().admitting(peer -> true).over(Counting::new))
                .await();
        MemoryPeer peer = reactor.dial(port);
        assertThat(events).containsExactly("start");

        reactor.advance(Duration.ofSeconds(7));
        assertThat(peer.isDisconnected()).isTrue();
        assertThat(served.get(0).reason()).isEqualTo(CloseReason.timeout());

        port.stopListening().await();
        assertThat(events).containsExactly("start", "stop");
    }

    @Test
    void aFramingSeesAllThatPasses() {
        List<Counting> counts = new ArrayList<>();
        MemoryPeer peer = reactor.dial(new Site().over(() -> {
            Counting counting = new Counting();
            counts.add(counting);
            return counting;
        }));

        peer.sends("hello");
        served.get(0).transport().write(Bytes.utf8("hi"));

        assertThat(served.get(0).events).containsExactly("made", "hello");
        assertThat(peer.hears()).isEqualTo("hi");
        assertThat(counts.get(0).received).isEqualTo(5);
        assertThat(counts.get(0).sent).isEqualTo(2);
    }

    @Test
    void whatIsSharableStaysSo() {
        final class Free implements Factory, Sharable {
            @Override
            public Protocol buildProtocol(Address peer) {
                return new Recorder();
            }
        }

        assertThat(new Free().admitting(peer -> true).over(Counting::new)).isInstanceOf(Sharable.class);
        assertThat(new Site().admitting(peer -> true)).isNotInstanceOf(Sharable.class);
    }
}
