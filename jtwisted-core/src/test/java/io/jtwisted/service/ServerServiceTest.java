package io.jtwisted.service;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ServerServiceTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final ServerService service = ServerService.of(reactor, "tcp:8007", Guest::new);

    @Test
    void itListensWhenItHasStarted() {
        assertThat(service.running()).isFalse();
        assertThat(service.port()).isEmpty();

        assertThat(service.start()).succeeded();

        assertThat(service.running()).isTrue();
        assertThat(service.port().map(Port::number)).contains(8007);
        assertThat(reactor.dial("tcp:8007").hears()).isEqualTo("hello");
    }

    @Test
    void aSecondStartDoesNothing() {
        service.start().otherwise(e -> {});
        Port port = service.port().orElseThrow();

        assertThat(service.start()).succeeded();

        assertThat(service.port()).contains(port);
    }

    @Test
    void itListensNoMoreWhenItHasStoppedAndConnectionsLiveOn() {
        service.start().otherwise(e -> {});
        MemoryPeer guest = reactor.dial("tcp:8007");

        assertThat(service.stop()).succeeded();

        assertThat(service.running()).isFalse();
        assertThat(service.port()).isEmpty();
        assertThat(guest.isDisconnected()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> reactor.dial("tcp:8007"));
    }

    @Test
    void toStopWhatDoesNotRunDoesNothing() {
        assertThat(service.stop()).succeeded();
    }

    @Test
    void itStartsAgain() {
        service.start().otherwise(e -> {});
        service.stop().otherwise(e -> {});

        assertThat(service.start()).succeeded();

        assertThat(reactor.dial("tcp:8007").hears()).isEqualTo("hello");
    }

    @Test
    void aPlaceInUseFailsTheStart() {
        reactor.listen("tcp:8007", Guest::new).otherwise(e -> {});

        assertThat(service.start()).failedWith(CannotListenException.class);

        assertThat(service.running()).isFalse();
        assertThat(service.stop()).succeeded();
    }

    @Test
    void aFailedStartMayBeTriedAgain() {
        List<Port> ports = new ArrayList<>();
        reactor.listen("tcp:8007", Guest::new).tap(ports::add).otherwise(e -> {});
        service.start().otherwise(e -> {});
        ports.get(0).stopListening().otherwise(e -> {});

        assertThat(service.start()).succeeded();
    }

    @Test
    void toStopWhileItBindsGivesThatUp() {
        Slow slow = new Slow();
        ServerService late = ServerService.of(reactor, slow, peer -> new Guest());
        Deferred<Service> started = late.start();
        assertThat(late.running()).isTrue();

        Deferred<Service> stopped = late.stop();

        assertThat(started).failedWith(CancellationException.class);
        assertThat(stopped).succeeded();
        assertThat(slow.cancelled).isOne();
        assertThat(late.running()).isFalse();
    }

    @Test
    void toStopWaitsUntilThePlaceIsFree() {
        Slow slow = new Slow();
        ServerService late = ServerService.of(reactor, slow, peer -> new Guest());
        late.start().otherwise(e -> {});
        late.stop().otherwise(e -> {});

        Deferred<Service> again = late.start();
        slow.ports.get(1).callback(listening());

        assertThat(again).succeeded();
        assertThat(late.port()).isPresent();
    }

    @Test
    void anEndpointMayThrow() {
        ServerService broken = ServerService.of(reactor, new Broken(), peer -> new Guest());

        assertThat(broken.start()).failedWith(IllegalArgumentException.class).hasMessage("broken");

        assertThat(broken.running()).isFalse();
    }

    @Test
    void whoeverClosesThePortStopsTheService() {
        service.start().otherwise(e -> {});

        service.port().orElseThrow().stopListening().otherwise(e -> {});

        assertThat(service.running()).isFalse();
        assertThat(service.start()).succeeded();
        assertThat(service.running()).isTrue();
    }

    @Test
    void itStopsWithItsReactor() {
        service.start().otherwise(e -> {});

        reactor.stop().otherwise(e -> {});

        assertThat(service.running()).isFalse();
    }

    @Test
    void anotherThreadMayStartIt() {
        Deferred<Service> started =
                CompletableFuture.supplyAsync(service::start).join();

        reactor.advance(Duration.ZERO);

        assertThat(started).succeeded();
        assertThat(service.running()).isTrue();
    }

    @Test
    void aStringWhichIsNotUnderstoodIsRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> ServerService.of(reactor, "tpc:8007", Guest::new));
    }

    private Port listening() {
        List<Port> ports = new ArrayList<>();
        reactor.listen("tcp:0", Guest::new).tap(ports::add).otherwise(e -> {});
        return ports.get(0);
    }

    /** Listens when the test says so. */
    private static final class Slow implements ServerEndpoint {
        private final List<Deferred<Port>> ports = new ArrayList<>();
        private int cancelled;

        @Override
        public String kind() {
            return "test";
        }

        @Override
        public Deferred<Port> listen(Reactor on, Factory factory) {
            Deferred<Port> port = new Deferred<>(given -> cancelled++);
            ports.add(port);
            return port;
        }
    }

    private static final class Broken implements ServerEndpoint {

        @Override
        public String kind() {
            return "test";
        }

        @Override
        public Deferred<Port> listen(Reactor on, Factory factory) {
            throw new IllegalArgumentException("broken");
        }
    }
}
