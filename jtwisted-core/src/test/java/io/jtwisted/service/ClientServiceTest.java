package io.jtwisted.service;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The states of a client which comes back. */
class ClientServiceTest {
    private static final String SERVER = "tcp:example.org:7000";

    private final MemoryReactor reactor = new MemoryReactor();
    private final List<Guest> made = new ArrayList<>();
    private final ClientService<Guest> service = ClientService.of(reactor, SERVER, this::guest)
            .backoff(Backoff.usual().jitter(ZERO));

    // ---- to connect

    @Test
    void itConnectsWhenItStarts() {
        assertThat(service.state()).isEqualTo(ClientState.NEW);
        assertThat(service.running()).isFalse();

        assertThat(service.start()).succeeded();
        assertThat(service.state()).isEqualTo(ClientState.CONNECTING);
        assertThat(service.running()).isTrue();

        assertThat(reactor.answers(SERVER).hears()).isEqualTo("hello");
        assertThat(service.state()).isEqualTo(ClientState.CONNECTED);
        assertThat(service.running()).isTrue();
    }

    @Test
    void aSecondStartDoesNothing() {
        service.start().otherwise(e -> {});
        service.start().otherwise(e -> {});
        assertThat(reactor.connecting()).hasSize(1);

        reactor.answers(SERVER);
        service.start().otherwise(e -> {});
        assertThat(reactor.connecting()).isEmpty();
        assertThat(made).hasSize(1);
    }

    @Test
    void anotherThreadMayStartIt() {
        Deferred<Service> started =
                CompletableFuture.supplyAsync(service::start).join();

        reactor.answers(SERVER);

        assertThat(started).succeeded();
        assertThat(service.state()).isEqualTo(ClientState.CONNECTED);
    }

    @Test
    void aStringWhichIsNotUnderstoodIsRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> ClientService.of(reactor, "tpc:nowhere:1", Guest::new));
    }

    // ---- to try again

    @Test
    void afterAFailureItWaitsLongerEachTime() {
        service.start().otherwise(e -> {});

        reactor.refuses(SERVER);
        assertThat(service.state()).isEqualTo(ClientState.WAITING);
        assertThat(service.running()).isTrue();
        reactor.advance(ofMillis(999));
        assertThat(reactor.connecting()).isEmpty();
        reactor.advance(ofMillis(1));
        assertThat(reactor.connecting()).hasSize(1);

        reactor.refuses(SERVER);
        reactor.advance(ofMillis(1_499));
        assertThat(reactor.connecting()).isEmpty();
        reactor.advance(ofMillis(1));
        assertThat(reactor.connecting()).hasSize(1);
    }

    @Test
    void aLostConnectionComesBack() {
        service.start().otherwise(e -> {});
        reactor.answers(SERVER).hangsUp();
        assertThat(service.state()).isEqualTo(ClientState.WAITING);

        reactor.advance(ofSeconds(1));
        MemoryPeer server = reactor.answers(SERVER);

        assertThat(server.hears()).isEqualTo("hello");
        assertThat(service.state()).isEqualTo(ClientState.CONNECTED);
    }

    @Test
    void everyAttemptHasANewProtocol() {
        service.start().otherwise(e -> {});
        reactor.refuses(SERVER);
        reactor.advance(ofSeconds(1));
        reactor.answers(SERVER).hangsUp();
        reactor.advance(ofSeconds(2));
        reactor.answers(SERVER);

        assertThat(made).hasSize(3).doesNotHaveDuplicates();
        assertThat(service.whenConnected()).succeededWith(made.get(2));
    }

    @Test
    void aConnectionMakesTheNextWaitShortAgain() {
        service.start().otherwise(e -> {});
        for (Duration wait : List.of(ofMillis(1_000), ofMillis(1_500), ofMillis(2_250))) {
            reactor.refuses(SERVER);
            reactor.advance(wait);
        }

        reactor.answers(SERVER).hangsUp();
        reactor.advance(ofSeconds(1));

        assertThat(reactor.connecting()).hasSize(1);
    }

    @Test
    void whatTheMakerOfProtocolsThrowsIsAFailure() {
        List<String> asked = new ArrayList<>();
        ClientService<Guest> broken = ClientService.of(reactor, SERVER, () -> {
            asked.add("guest");
            throw new IllegalStateException("no guests today");
        });
        Deferred<Guest> connected = broken.whenConnected(2);

        broken.start().otherwise(e -> {});
        assertThat(broken.state()).isEqualTo(ClientState.WAITING);
        reactor.advance(ofSeconds(2));

        assertThat(connected).failedWith(IllegalStateException.class).hasMessage("no guests today");
        assertThat(asked).hasSize(2);
    }

    @Test
    void withoutJitterAndWaitItTriesAgainInTheNextTurn() {
        ClientService<Guest> eager = service.backoff(Backoff.constant(ZERO));
        eager.start().otherwise(e -> {});

        reactor.refuses(SERVER);

        assertThat(reactor.connecting()).hasSize(1);
        assertThat(made).hasSize(2);
    }

    // ---- to stop

    @Test
    void toStopBeforeTheStartDoesNothing() {
        assertThat(service.stop()).succeeded();

        assertThat(service.state()).isEqualTo(ClientState.STOPPED);
        assertThat(service.stop()).succeeded();
    }

    @Test
    void toStopGivesTheAttemptUp() {
        service.start().otherwise(e -> {});

        assertThat(service.stop()).succeeded();

        assertThat(reactor.connecting()).isEmpty();
        assertThat(service.state()).isEqualTo(ClientState.STOPPED);
        assertThat(service.running()).isFalse();
    }

    @Test
    void toStopEndsTheWait() {
        service.start().otherwise(e -> {});
        reactor.refuses(SERVER);

        assertThat(service.stop()).succeeded();
        reactor.advance(ofSeconds(100));

        assertThat(reactor.connecting()).isEmpty();
        assertThat(service.state()).isEqualTo(ClientState.STOPPED);
    }

    @Test
    void toStopClosesTheConnection() {
        service.start().otherwise(e -> {});
        MemoryPeer server = reactor.answers(SERVER);

        assertThat(service.stop()).succeeded();
        reactor.advance(ofSeconds(100));

        assertThat(server.isDisconnected()).isTrue();
        assertThat(service.state()).isEqualTo(ClientState.STOPPED);
        assertThat(reactor.connecting()).isEmpty();
    }

    @Test
    void toStopWaitsUntilTheConnectionIsGone() {
        MemoryPeer server = connectedToOneWhoDoesNotRead();

        Deferred<Service> stopped = service.stop();
        Deferred<Service> again = service.stop();
        assertThat(service.state()).isEqualTo(ClientState.DISCONNECTING);
        assertThat(service.running()).isFalse();
        assertThat(stopped).isPending();

        server.readsAgain();
        assertThat(stopped).succeeded();
        assertThat(again).succeeded();
        assertThat(service.state()).isEqualTo(ClientState.STOPPED);
    }

    @Test
    void itStartsAgain() {
        service.start().otherwise(e -> {});
        reactor.answers(SERVER);
        service.stop().otherwise(e -> {});

        service.start().otherwise(e -> {});
        reactor.answers(SERVER);

        assertThat(service.state()).isEqualTo(ClientState.CONNECTED);
        assertThat(made).hasSize(2);
    }

    @Test
    void toStartWhileItStopsConnectsAgainWhenTheOldConnectionIsGone() {
        MemoryPeer server = connectedToOneWhoDoesNotRead();
        Deferred<Service> stopped = service.stop();

        service.start().otherwise(e -> {});
        assertThat(service.state()).isEqualTo(ClientState.RESTARTING);
        assertThat(service.running()).isTrue();
        assertThat(stopped).isPending();

        server.readsAgain();
        assertThat(stopped).succeeded();
        assertThat(service.state()).isEqualTo(ClientState.CONNECTING);
        reactor.answers(SERVER);
        assertThat(service.state()).isEqualTo(ClientState.CONNECTED);
    }

    @Test
    void toStopWhileItRestartsStops() {
        MemoryPeer server = connectedToOneWhoDoesNotRead();
        Deferred<Service> first = service.stop();
        service.start().otherwise(e -> {});

        Deferred<Service> second = service.stop();
        assertThat(service.state()).isEqualTo(ClientState.DISCONNECTING);

        server.readsAgain();
        assertThat(first).succeeded();
        assertThat(second).succeeded();
        assertThat(service.state()).isEqualTo(ClientState.STOPPED);
        assertThat(reactor.connecting()).isEmpty();
    }

    @Test
    void itStopsWithItsReactorAndStartsAgainWithIt() {
        service.start().otherwise(e -> {});
        MemoryPeer server = reactor.answers(SERVER);

        reactor.stop().otherwise(e -> {});
        assertThat(service.state()).isEqualTo(ClientState.STOPPED);
        assertThat(server.isDisconnected()).isTrue();

        reactor.start().otherwise(e -> {});
        service.start().otherwise(e -> {});
        assertThat(reactor.connecting()).hasSize(1);
        assertThat(reactor.failures()).isEmpty();
    }

    private MemoryPeer connectedToOneWhoDoesNotRead() {
        service.start().otherwise(e -> {});
        MemoryPeer server = reactor.answers(SERVER).stopsReading();
        made.get(0).transport().write(Bytes.of(new byte[100_000]));
        return server;
    }

    private Guest guest() {
        made.add(new Guest());
        return made.get(made.size() - 1);
    }
}
