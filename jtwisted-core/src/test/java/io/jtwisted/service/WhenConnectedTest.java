package io.jtwisted.service;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jtwisted.defer.Deferred;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Who waits for a connection. */
class WhenConnectedTest {
    private static final String SERVER = "tcp:example.org:7000";

    private final MemoryReactor reactor = new MemoryReactor();
    private final ClientService<Guest> service =
            ClientService.of(reactor, SERVER, Guest::new).backoff(Backoff.constant(ofSeconds(1)));

    @Test
    void whoAsksBeforeTheStartWaits() {
        Deferred<Guest> connected = service.whenConnected();
        assertThat(connected).isPending();

        service.start().otherwise(e -> {});
        reactor.answers(SERVER);

        assertThat(connected).succeeded().isInstanceOf(Guest.class);
    }

    @Test
    void everyoneIsToldOfTheSameConnection() {
        service.start().otherwise(e -> {});
        List<Guest> guests = new ArrayList<>();
        service.whenConnected().tap(guests::add).otherwise(e -> {});
        service.whenConnected().tap(guests::add).otherwise(e -> {});

        reactor.answers(SERVER);
        service.whenConnected().tap(guests::add).otherwise(e -> {});

        assertThat(guests).hasSize(3).containsOnly(guests.get(0));
    }

    @Test
    void whoAsksAfterALossIsToldOfTheNextConnection() {
        service.start().otherwise(e -> {});
        MemoryPeer server = reactor.answers(SERVER);
        List<Guest> guests = new ArrayList<>();
        service.whenConnected().tap(guests::add).otherwise(e -> {});
        server.hangsUp();

        Deferred<Guest> next = service.whenConnected();
        assertThat(next).isPending();
        reactor.advance(ofSeconds(1));
        reactor.answers(SERVER);

        assertThat(next).succeeded().isNotSameAs(guests.get(0));
    }

    @Test
    void whoDoesNotCareHowOftenItFailsWaitsForEver() {
        Deferred<Guest> connected = service.whenConnected();
        service.start().otherwise(e -> {});

        fails(100);

        assertThat(connected).isPending();
    }

    @Test
    void whoBearsNoFailureIsToldOfTheFirst() {
        service.start().otherwise(e -> {});
        Deferred<Guest> connected = service.whenConnected(1);

        reactor.refuses(SERVER);

        assertThat(connected).failedWith(ConnectException.class);
    }

    @Test
    void failuresAreCountedFromTheQuestion() {
        service.start().otherwise(e -> {});
        fails(2);
        Deferred<Guest> connected = service.whenConnected(2);

        fails(1);
        assertThat(connected).isPending();

        fails(1);
        assertThat(connected).failedWith(ConnectException.class);
    }

    @Test
    void whoBearsMoreWaitsOn() {
        service.start().otherwise(e -> {});
        Deferred<Guest> one = service.whenConnected(1);
        Deferred<Guest> three = service.whenConnected(3);

        fails(1);
        assertThat(one).failedWith(ConnectException.class);
        assertThat(three).isPending();

        reactor.answers(SERVER);
        assertThat(three).succeeded();
    }

    @Test
    void aLostConnectionIsNoFailure() {
        service.start().otherwise(e -> {});
        MemoryPeer server = reactor.answers(SERVER);
        server.hangsUp();

        Deferred<Guest> connected = service.whenConnected(1);
        reactor.advance(ofSeconds(1));

        assertThat(connected).isPending();
    }

    @Test
    void whoHearsOfAFailureFindsTheServiceWaiting() {
        service.start().otherwise(e -> {});
        Deferred<ClientState> state = service.whenConnected(1).addBoth(outcome -> service.state());

        reactor.refuses(SERVER);

        assertThat(state).succeededWith(ClientState.WAITING);
    }

    @Test
    void whoWaitsIsToldOfTheStop() {
        service.start().otherwise(e -> {});
        Deferred<Guest> connected = service.whenConnected();

        service.stop().otherwise(e -> {});

        assertThat(connected)
                .failedWith(CancellationException.class)
                .hasMessage("the client of " + SERVER + " has stopped");
    }

    @Test
    void whoWaitsForTheNextAttemptIsToldOfTheStop() {
        service.start().otherwise(e -> {});
        reactor.refuses(SERVER);
        Deferred<Guest> connected = service.whenConnected();

        service.stop().otherwise(e -> {});

        assertThat(connected).failedWith(CancellationException.class);
    }

    @Test
    void whoWaitsForTheFirstStartIsToldOfTheStop() {
        Deferred<Guest> connected = service.whenConnected();

        service.stop().otherwise(e -> {});

        assertThat(connected).failedWith(CancellationException.class);
    }

    @Test
    void whoAsksAfterTheStopIsToldAtOnce() {
        service.stop().otherwise(e -> {});

        assertThat(service.whenConnected()).failedWith(CancellationException.class);
    }

    @Test
    void whoGivesUpHarmsNobody() {
        service.start().otherwise(e -> {});
        Deferred<Guest> impatient =
                service.whenConnected().addTimeout(ofSeconds(5)).tap(guest -> {});
        Deferred<Guest> cancelled = service.whenConnected();
        Deferred<Guest> patient = service.whenConnected();

        cancelled.cancel();
        reactor.advance(ofSeconds(5));
        reactor.answers(SERVER);

        assertThat(impatient).failedWith(TimeoutException.class);
        assertThat(cancelled).failedWith(CancellationException.class);
        assertThat(patient).succeeded();
    }

    @Test
    void whoIsToldMayStopTheService() {
        service.start().otherwise(e -> {});
        Deferred<Guest> stopping = service.whenConnected().tap(guest -> service.stop());

        MemoryPeer server = reactor.answers(SERVER);

        assertThat(stopping).succeeded();
        assertThat(server.isDisconnected()).isTrue();
        assertThat(service.state()).isEqualTo(ClientState.STOPPED);
    }

    @Test
    void aNumberOfFailuresIsAtLeastOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.whenConnected(0))
                .withMessageContaining("not 0");
    }

    private void fails(int times) {
        for (int i = 0; i < times; i++) {
            reactor.refuses(SERVER);
            reactor.advance(ofSeconds(1));
        }
        reactor.advance(ZERO);
    }
}
