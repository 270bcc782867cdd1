package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.StaticApplicationContext;

/** Ports which do not do as they are told. */
@ExtendWith(OutputCaptureExtension.class)
class OpenPortsTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final Listeners listeners = new Listeners();
    private final ScriptedPort good = new ScriptedPort();
    private final ScriptedPort bad = new ScriptedPort();
    private final Place slow = new Place(bad);
    private OpenPorts ports;

    @BeforeEach
    void know() {
        ReactorGroup group = ReactorGroup.of(List.of(reactor));
        JTwistedProperties properties = Contexts.properties(Map.of());
        StaticApplicationContext context = new StaticApplicationContext();
        context.refresh();
        ports = new OpenPorts(
                group,
                new Handlers(
                        new DefaultListableBeanFactory(),
                        new Places(properties.listeners(), properties.defaults()),
                        new Homes(group, properties.listeners())),
                listeners,
                new LocalPorts(context),
                context,
                Duration.ofSeconds(5));
        ports.know(List.of(listener("bad", slow), listener("good", new Place(good).opens())));
    }

    @Test
    void aDrainWhichFailsDoesNotLastForEver() {
        slow.opens();
        ports.start("bad").await();
        bad.drains(() -> Deferred.fail(new IllegalStateException("the reactor is away")));

        assertThatIllegalStateException()
                .isThrownBy(() -> ports.stop("bad").await())
                .withMessage("listener 'bad' could not be drained; stop it again: the reactor is away");
        assertThat(state("bad")).isEqualTo(Listeners.State.FAILED);
        bad.drains(() -> Deferred.succeed(0));
        assertThat(ports.stop("bad").await()).isZero();

        assertThat(state("bad")).isEqualTo(Listeners.State.STOPPED);
        ports.start("bad").await();
        assertThat(state("bad")).isEqualTo(Listeners.State.LISTENING);
    }

    @Test
    void oneWhichCannotBeDrainedKeepsNoOther(CapturedOutput output) {
        slow.opens();
        ports.start("bad").await();
        ports.start("good").await();
        bad.drains(() -> {
            throw new IllegalStateException("thrown for the test");
        });
        Deferred<Integer> draining = new Deferred<>();
        good.drains(() -> draining);

        Deferred<Integer> stopped = ports.stopAll();

        assertThat(stopped.fired()).isFalse();
        draining.callback(2);
        assertThat(stopped.await()).isEqualTo(2);
        assertThat(state("good")).isEqualTo(Listeners.State.STOPPED);
        assertThat(output).contains("listener 'bad' could not be drained");
    }

    @Test
    void oneWhichIsOpeningIsClosedWhenItIsOpen() {
        bad.drains(() -> Deferred.succeed(0));
        Deferred<Port> started = ports.start("bad");

        Deferred<Integer> stopped = ports.stopAll();

        assertThat(stopped.fired()).isFalse();
        slow.opens();
        assertThat(started.await()).isSameAs(bad);
        assertThat(stopped.await()).isZero();
        assertThat(state("bad")).isEqualTo(Listeners.State.STOPPED);
    }

    private Listeners.State state(String name) {
        return Objects.requireNonNull(listeners.get(name)).state();
    }

    private Handlers.Listener listener(String name, ServerEndpoint endpoint) {
        Places.Place place = new Places.Place(endpoint, "jtwisted.listeners." + name + ".endpoint");
        return new Handlers.Listener(name, name, place, peer -> null, reactor, true);
    }

    /** Opens when the test says so, then and afterwards. */
    private static final class Place implements ServerEndpoint {
        private final Port port;
        private final List<Deferred<Port>> waiting = new ArrayList<>();
        private boolean open;

        Place(Port port) {
            this.port = port;
        }

        Place opens() {
            open = true;
            waiting.forEach(listener -> listener.callback(port));
            return this;
        }

        @Override
        public String kind() {
            return "test";
        }

        @Override
        public Deferred<Port> listen(Reactor on, Factory factory) {
            if (open) {
                return Deferred.succeed(port);
            }
            Deferred<Port> opening = new Deferred<>();
            waiting.add(opening);
            return opening;
        }
    }
}
