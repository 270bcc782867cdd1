package io.jtwisted.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ByteProducer;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.SystemEvent;
import io.jtwisted.net.Transport;
import io.jtwisted.service.TimerService;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the code of a user throws fails the test that does not expect it. */
class UnexpectedFailureTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final Map<String, BiConsumer<MemoryReactor, RuntimeException>> PLACES = Map.of(
            "connectionMade", (reactor, bug) -> dial(reactor, "connectionMade", bug),
            "dataReceived", (reactor, bug) -> dial(reactor, "dataReceived", bug),
            "connectionLost", (reactor, bug) -> dial(reactor, "connectionLost", bug),
            "pauseProducing", (reactor, bug) -> dial(reactor, "pauseProducing", bug),
            "a timed call", UnexpectedFailureTest::callLater,
            "a queued call", UnexpectedFailureTest::callFromThread,
            "a factory", UnexpectedFailureTest::build,
            "a factory that stops", UnexpectedFailureTest::stopFactory,
            "a listener", UnexpectedFailureTest::listen,
            "a trigger", UnexpectedFailureTest::trigger);

    static Iterable<String> places() {
        return PLACES.keySet();
    }

    @ParameterizedTest
    @MethodSource("places")
    void itFailsTheTest(String place) {
        IllegalStateException bug = new IllegalStateException("a bug in " + place);

        provoke(place, new MemoryReactor(), bug);

        assertThatThrownBy(NothingForgotten::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(bug.getMessage())
                .hasSuppressedException(bug);
    }

    @ParameterizedTest
    @MethodSource("places")
    void aTestThatExpectsItTakesIt(String place) {
        IllegalStateException bug = new IllegalStateException("a bug in " + place);
        MemoryReactor reactor = new MemoryReactor();

        provoke(place, reactor, bug);

        assertThat(reactor.failures()).containsExactly(bug);
        assertThat(reactor.failures()).isEmpty();
        assertThatCode(NothingForgotten::check).doesNotThrowAnyException();
    }

    @Test
    void aDisconnectedPeerDoesNotHideIt() {
        MemoryPeer peer = new MemoryReactor().dial(() -> new Buggy("dataReceived", new NullPointerException()));

        peer.sends("x");

        assertThat(peer.isDisconnected()).isTrue();
        assertThatThrownBy(NothingForgotten::check).hasMessageContaining("NullPointerException");
    }

    @Test
    void anAssertionInAProtocolCounts() {
        MemoryPeer peer = new MemoryReactor().dial(() -> new Protocol() {
            @Override
            public void dataReceived(Bytes data) {
                assertThat(data.utf8()).isEqualTo("y");
            }
        });

        peer.sends("x");

        assertThatThrownBy(NothingForgotten::check).hasMessageContaining("\"y\"");
    }

    @Test
    void whatThePeerDidDoesNotCount() {
        MemoryReactor reactor = new MemoryReactor();
        MemoryPeer peer = reactor.dial(() -> new Protocol() {
            @Override
            public void dataReceived(Bytes data) throws ProtocolException {
                throw new ProtocolException("expected something else");
            }
        });

        peer.sends("x");

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(reactor.failures()).isEmpty();
        assertThatCode(NothingForgotten::check).doesNotThrowAnyException();
    }

    @Test
    void aTimerServiceThatFailsCounts() {
        MemoryReactor reactor = new MemoryReactor();
        TimerService service = TimerService.of(reactor, SECOND, () -> {
            throw new IllegalStateException("a bug in a service");
        });

        service.start().otherwise(failure -> {});

        assertThatThrownBy(NothingForgotten::check).hasMessageContaining("a bug in a service");
    }

    private static void provoke(String place, MemoryReactor reactor, RuntimeException bug) {
        BiConsumer<MemoryReactor, RuntimeException> way = PLACES.get(place);
        assertThat(way).isNotNull();
        way.accept(reactor, bug);
    }

    private static void dial(MemoryReactor reactor, String event, RuntimeException bug) {
        reactor.dial(() -> new Buggy(event, bug)).sends("x").hangsUp();
    }

    private static void callLater(MemoryReactor reactor, RuntimeException bug) {
        reactor.callLater(SECOND, () -> {
            throw bug;
        });
        reactor.advance(SECOND);
    }

    private static void callFromThread(MemoryReactor reactor, RuntimeException bug) {
        reactor.callFromThread(() -> {
            throw bug;
        });
        reactor.advance(Duration.ZERO);
    }

    private static void build(MemoryReactor reactor, RuntimeException bug) {
        Factory factory = peer -> {
            throw bug;
        };
        assertThat(reactor.dial(factory).isDisconnected()).isTrue();
    }

    private static void stopFactory(MemoryReactor reactor, RuntimeException bug) {
        Factory factory = new Factory() {
            @Override
            public @Nullable Protocol buildProtocol(io.jtwisted.net.Address peer) {
                return null;
            }

            @Override
            public void stopFactory() {
                throw bug;
            }
        };
        reactor.listen("tcp:7000", factory).tap(Port::stopListening).otherwise(failure -> {});
    }

    private static void listen(MemoryReactor reactor, RuntimeException bug) {
        reactor.addListener(new ReactorListener() {
            @Override
            public void opened(@Nullable Port port, Transport transport) {
                throw bug;
            }
        });
        reactor.dial(Echo::new);
    }

    private static void trigger(MemoryReactor reactor, RuntimeException bug) {
        reactor.addSystemEventTrigger(SystemEvent.BEFORE_SHUTDOWN, () -> {
            throw bug;
        });
        reactor.stop().otherwise(failure -> {});
    }

    /** Throws in one of its events. */
    private static final class Buggy extends Protocol implements ByteProducer {
        private final String event;
        private final RuntimeException bug;

        Buggy(String event, RuntimeException bug) {
            this.event = event;
            this.bug = bug;
        }

        @Override
        public void connectionMade() {
            in("connectionMade");
        }

        @Override
        public void dataReceived(Bytes data) {
            in("dataReceived");
            transport().registerProducer(this);
            transport().write(Bytes.of(new byte[100_000]));
        }

        @Override
        public void connectionLost(CloseReason reason) {
            in("connectionLost");
        }

        @Override
        public void pauseProducing() {
            in("pauseProducing");
        }

        @Override
        public void resumeProducing() {}

        @Override
        public void stopProducing() {}

        private void in(String now) {
            if (now.equals(event)) {
                throw bug;
            }
        }
    }
}
