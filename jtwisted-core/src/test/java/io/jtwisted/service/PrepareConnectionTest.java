package io.jtwisted.service;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** A connection which is prepared before anybody gets it. */
class PrepareConnectionTest {
    private static final String SERVER = "tcp:example.org:7000";

    private final MemoryReactor reactor = new MemoryReactor();
    private final List<Guest> guests = new ArrayList<>();
    private final List<Deferred<String>> logins = new ArrayList<>();
    private final List<String> cancelled = new ArrayList<>();
    private final ClientService<Guest> plain =
            ClientService.of(reactor, SERVER, Guest::new).backoff(Backoff.constant(ofSeconds(1)));
    private final ClientService<Guest> service = plain.prepareConnection(guest -> {
        guests.add(guest);
        guest.transport().write(Bytes.utf8(", it is me"));
        logins.add(new Deferred<>(given -> cancelled.add("login")));
        return logins.get(logins.size() - 1);
    });

    @Test
    void aConnectionIsThereWhenItIsPrepared() {
        Deferred<Guest> connected = service.whenConnected();
        service.start().otherwise(e -> {});

        MemoryPeer server = reactor.answers(SERVER);
        assertThat(server.hears()).isEqualTo("hello, it is me");
        assertThat(connected).isPending();
        assertThat(service.state()).isEqualTo(ClientState.CONNECTING);

        logins.get(0).callback("whatever");
        assertThat(connected).succeeded().isInstanceOf(Guest.class);
        assertThat(service.state()).isEqualTo(ClientState.CONNECTED);
    }

    @Test
    void aPreparationMayBeOverAtOnce() {
        List<Guest> prepared = new ArrayList<>();
        ClientService<Guest> quick = plain.prepareConnectionNow(prepared::add);
        quick.start().otherwise(e -> {});

        MemoryPeer server = reactor.answers(SERVER);

        assertThat(server.hears()).isEqualTo("hello");
        assertThat(quick.whenConnected()).succeededWith(prepared.get(0));
    }

    @Test
    void everyConnectionIsPrepared() {
        service.start().otherwise(e -> {});
        MemoryPeer server = reactor.answers(SERVER);
        logins.get(0).callback("first");
        server.hangsUp();
        reactor.advance(ofSeconds(1));

        reactor.answers(SERVER);

        assertThat(logins).hasSize(2);
        assertThat(service.state()).isEqualTo(ClientState.CONNECTING);
    }

    @Test
    void aPreparationWhichFailsClosesTheConnectionAndIsAFailure() {
        Deferred<Guest> connected = service.whenConnected(1);
        Deferred<Guest> patient = service.whenConnected();
        service.start().otherwise(e -> {});
        MemoryPeer server = reactor.answers(SERVER);

        logins.get(0).errback(new ProtocolException("wrong password"));
        reactor.advance(ofSeconds(0));

        assertThat(server.isDisconnected()).isTrue();
        assertThat(connected).failedWith(ProtocolException.class).hasMessage("wrong password");
        assertThat(patient).isPending();
        assertThat(service.state()).isEqualTo(ClientState.WAITING);
        reactor.advance(ofSeconds(1));
        assertThat(reactor.connecting()).hasSize(1);
    }

    @Test
    void aPreparationMayThrow() {
        ClientService<Guest> picky = plain.prepareConnectionNow(guest -> {
            throw new IOException("not this one");
        });
        Deferred<Guest> connected = picky.whenConnected(1);
        picky.start().otherwise(e -> {});

        MemoryPeer server = reactor.answers(SERVER);

        assertThat(server.isDisconnected()).isTrue();
        assertThat(connected).failedWith(IOException.class).hasMessage("not this one");
    }

    @Test
    void failedPreparationsMakeTheWaitsLonger() {
        ClientService<Guest> picky = plain.backoff(Backoff.usual().jitter(ofSeconds(0)))
                .prepareConnectionNow(guest -> {
                    throw new IOException("not this one");
                });
        picky.start().otherwise(e -> {});
        reactor.answers(SERVER);
        reactor.advance(ofSeconds(1));

        reactor.answers(SERVER);
        reactor.advance(ofSeconds(1));
        assertThat(reactor.connecting()).isEmpty();

        reactor.advance(ofSeconds(1));
        assertThat(reactor.connecting()).hasSize(1);
    }

    @Test
    void aConnectionWhichIsLostMeanwhileIsAFailure() {
        Deferred<Guest> connected = service.whenConnected(1);
        service.start().otherwise(e -> {});

        reactor.answers(SERVER).hangsUp();

        assertThat(connected).failedWith(IOException.class).hasMessageContaining("before it was prepared");
        assertThat(cancelled).containsExactly("login");
        assertThat(service.state()).isEqualTo(ClientState.WAITING);
    }

    @Test
    void toStopGivesThePreparationUpAndWaitsUntilTheConnectionIsGone() {
        service.start().otherwise(e -> {});
        MemoryPeer server = reactor.answers(SERVER).stopsReading();
        guests.get(0).transport().write(Bytes.of(new byte[100_000]));

        Deferred<Service> stopped = service.stop();
        assertThat(cancelled).containsExactly("login");
        assertThat(stopped).isPending();
        assertThat(service.state()).isEqualTo(ClientState.DISCONNECTING);

        server.readsAgain();
        assertThat(stopped).succeeded();
        assertThat(server.isDisconnected()).isTrue();
        assertThat(service.state()).isEqualTo(ClientState.STOPPED);
    }

    @Test
    void aPreparationWhichCannotBeGivenUpEndsWithTheStopAllTheSame() {
        List<Deferred<String>> stubborn = new ArrayList<>();
        ClientService<Guest> slow = plain.prepareConnection(guest -> {
            stubborn.add(new Deferred<>(given -> given.callback("done anyway")));
            return stubborn.get(0);
        });
        slow.start().otherwise(e -> {});
        MemoryPeer server = reactor.answers(SERVER);
        Deferred<Guest> connected = slow.whenConnected();

        Deferred<Service> stopped = slow.stop();
        reactor.advance(ofSeconds(0));

        assertThat(stopped).succeeded();
        assertThat(server.isDisconnected()).isTrue();
        assertThat(connected).failedWith(CancellationException.class);
        assertThat(slow.state()).isEqualTo(ClientState.STOPPED);
    }
}
