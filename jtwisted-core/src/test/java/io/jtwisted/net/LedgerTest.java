package io.jtwisted.net;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.Witness;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted and told of connections, as a test without sockets sees it. */
class LedgerTest {
    private static final ServerEndpoint.Tcp ENDPOINT = ServerEndpoint.tcp(7000);

    private final MemoryReactor reactor = new MemoryReactor();
    private final Witness witness = new Witness();
    private final Recorder protocol = new Recorder();

    @BeforeEach
    void listen() {
        reactor.addListener(witness);
    }

    @Test
    void whatComesAndGoesIsCounted() {
        Port port = serve(ENDPOINT, protocol);

        reactor.dial(port).sends("hello").sends("!");
        protocol.transport().write(Bytes.utf8("good"));
        protocol.transport().write("bye", StandardCharsets.UTF_8);
        reactor.advance(Duration.ZERO);

        assertThat(port.statistics().received()).isEqualTo(6);
        assertThat(port.statistics().sent()).isEqualTo(7);
        assertThat(port.statistics().opened()).isOne();
        assertThat(port.statistics().active()).isOne();
        assertThat(port.statistics().unwritable()).isZero();
        assertThat(reactor.statistics().opened()).isZero();
    }

    @Test
    void whatIsKeptBehindAPauseIsCountedWhenItIsDelivered() {
        Port port = serve(ENDPOINT, protocol);
        MemoryPeer peer = reactor.dial(port);
        protocol.transport().pauseReading();

        peer.sends("late").endsSending();
        long before = port.statistics().received();
        protocol.transport().resumeReading();
        reactor.advance(Duration.ZERO);

        assertThat(before).isZero();
        assertThat(port.statistics().received()).isEqualTo(4);
    }

    @Test
    void aConnectionIsOverWhenItsProtocolHasHeardOfIt() {
        Port port = serve(ENDPOINT, protocol);
        MemoryPeer peer = reactor.dial(port);

        reactor.advance(Duration.ofSeconds(3));
        peer.hangsUp();

        assertThat(witness.news()).containsExactly("opened server", "closed server REMOTE");
        assertThat(port.statistics().closed()).isOne();
        assertThat(port.statistics().active()).isZero();
    }

    @Test
    void theNewsComeInOrder() throws Exception {
        List<String> order = new ArrayList<>();
        reactor.addListener(new ReactorListener() {
            @Override
            public void opened(@Nullable Port port, Transport transport) {
                order.add("opened before " + protocol.events);
            }

            @Override
            public void closed(@Nullable Port port, Transport transport, CloseReason reason, Duration age) {
                order.add("closed after " + protocol.events + " and " + age);
            }
        });

        MemoryPeer peer = reactor.dial(() -> protocol);
        reactor.advance(Duration.ofSeconds(3));
        peer.resets();

        assertThat(order).containsExactly("opened before []", "closed after [made, lost] and PT3S");
        assertThat(witness.duration()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void unwritableIsWhoHasMoreUnsentThanTheHighWaterMark() {
        Port port = serve(ENDPOINT, protocol);
        MemoryPeer peer = reactor.dial(port).stopsReading();
        int kernel = 65_536;

        write(kernel + (int) Limits.HIGH_WATER);
        assertThat(port.statistics().unwritable()).isZero();
        write(1);
        assertThat(port.statistics().unwritable()).isOne();
        write(1);
        assertThat(port.statistics().unwritable()).isOne();

        peer.readsAgain();
        assertThat(port.statistics().unwritable()).isZero();
        assertThat(port.statistics().sent()).isEqualTo(kernel + Limits.HIGH_WATER + 2);
    }

    @Test
    void whoIsGoneIsUnwritableNoMore() {
        Port port = serve(ENDPOINT, protocol);
        MemoryPeer peer = reactor.dial(port).stopsReading();
        write(200_000);
        assertThat(port.statistics().unwritable()).isOne();

        peer.resets();

        assertThat(port.statistics().unwritable()).isZero();
        assertThat(port.statistics().sent()).isEqualTo(65_536);
    }

    @Test
    void whoIsOneTooManyIsRefusedAndCounted() {
        Port port = serve(ENDPOINT.limits(Limits.server().connections(1)), protocol, new Recorder());
        reactor.dial(port);

        reactor.dial(port);
        reactor.dial(port);

        assertThat(port.statistics().refused())
                .containsOnlyKeys(Refusal.values())
                .containsEntry(Refusal.CONNECTIONS, 2L)
                .containsEntry(Refusal.FACTORY, 0L);
        assertThat(port.statistics().opened()).isOne();
        assertThat(witness.news()).containsExactly("opened server", "refused CONNECTIONS", "refused CONNECTIONS");
    }

    @Test
    void aFactoryWhichHasNobodyToSendRefuses() {
        Port port = result(reactor.listen(ENDPOINT, peer -> null));

        reactor.dial(port);

        assertThat(port.statistics().refused()).containsEntry(Refusal.FACTORY, 1L);
        assertThat(port.statistics().opened()).isZero();
        assertThat(witness.news()).containsExactly("refused FACTORY");
    }

    @Test
    void whoDoesNotSpeakTlsIsRefused() {
        Port port = serve(ENDPOINT.tls(Tls.pem(Path.of("c"), Path.of("k"))), protocol);

        assertThat(reactor.connect("tcp:localhost:7000", new Recorder())).failedWith(Exception.class);

        assertThat(port.statistics().refused()).containsEntry(Refusal.HANDSHAKE, 1L);
        assertThat(witness.news()).containsExactly("handshake server javax.net.ssl.SSLException", "refused HANDSHAKE");
    }

    @Test
    void aHandshakeComesBeforeItsConnection() {
        serve(ENDPOINT.tls(Tls.pem(Path.of("c"), Path.of("k"))), protocol);

        reactor.dial("tcp:7000");

        assertThat(witness.news()).containsExactly("handshake server TLSv1.3", "opened server");
    }

    @Test
    void anUpgradeIsAHandshakeToo() throws Exception {
        serve(ENDPOINT, protocol);
        Recorder client = new Recorder();
        reactor.connect("tcp:localhost:7000", client);

        protocol.transport().startTls(Tls.pem(Path.of("c"), Path.of("k")));
        reactor.advance(Duration.ofSeconds(2));
        client.transport().startTls(Tls.client());
        reactor.advance(Duration.ZERO);

        assertThat(witness.news())
                .containsExactly(
                        "opened server", "opened client", "handshake client TLSv1.3", "handshake server TLSv1.3");
        assertThat(witness.duration()).isEqualTo(Duration.ZERO);
        assertThat(witness.duration()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void anUpgradeThatFailsRefusesNobody() {
        Port port = serve(ENDPOINT, protocol);
        Recorder client = new Recorder();
        reactor.connect("tcp:localhost:7000", client);

        protocol.transport().startTls(Tls.pem(Path.of("c"), Path.of("k"))).otherwise(failure -> {});
        client.transport().abortConnection();
        reactor.advance(Duration.ZERO);

        assertThat(witness.news()).contains("handshake server javax.net.ssl.SSLHandshakeException");
        assertThat(port.statistics().refused()).containsEntry(Refusal.HANDSHAKE, 0L);
    }

    @Test
    void whatClosesAConnectionIsToldOnceAndBeforeItsEnd() {
        MemoryPeer peer = reactor.dial(() -> protocol);

        protocol.transport().fail(new ProtocolException("expected a number"));
        protocol.transport().fail(new ProtocolException("and another thing"));
        reactor.advance(Duration.ZERO);

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(witness.news())
                .containsExactly("opened server", "failed server expected a number", "closed server ERROR");
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        MemoryReactor careless = new MemoryReactor();
        careless.addListener(new ReactorListener() {
            @Override
            public void opened(@Nullable Port port, Transport transport) {
                throw new IllegalStateException("not interested");
            }
        });
        careless.addListener(witness);

        MemoryPeer peer = careless.dial(() -> protocol).sends("x");

        assertThat(peer.isDisconnected()).isFalse();
        assertThat(protocol.events).containsExactly("made", "x");
        assertThat(witness.news()).containsExactly("opened server");
        assertThat(careless.failures()).extracting(Throwable::getMessage).containsExactly("not interested");
    }

    @Test
    void whoListensTwiceIsToldOnce() {
        reactor.addListener(witness);

        reactor.dial(() -> protocol);

        assertThat(witness.news()).containsExactly("opened server");
    }

    @Test
    void clientsAreCountedByTheirReactor() {
        Port port = serve(ENDPOINT, protocol);
        Recorder client = new Recorder();
        reactor.connect("tcp:localhost:7000", client);

        client.transport().write(Bytes.utf8("hello"));
        protocol.transport().write(Bytes.utf8("yes?"));
        reactor.advance(Duration.ZERO);
        client.transport().loseConnection();
        reactor.advance(Duration.ZERO);

        ReactorStatistics clients = reactor.statistics();
        assertThat(List.of(clients.opened(), clients.closed(), clients.sent(), clients.received()))
                .containsExactly(1L, 1L, 5L, 4L);
        assertThat(List.of(port.statistics().sent(), port.statistics().received()))
                .containsExactly(4L, 5L);
        assertThat(port.connections()).isZero();
    }

    @Test
    void whatWaitsIsCounted() {
        reactor.callLater(Duration.ofSeconds(1), () -> {});
        reactor.callLater(Duration.ofSeconds(1), () -> {}).cancel();
        reactor.callFromThread(() -> {});

        ReactorStatistics waiting = reactor.statistics();
        reactor.advance(Duration.ofSeconds(1));

        assertThat(waiting.delayedCalls()).isOne();
        assertThat(waiting.pendingCalls()).isOne();
        assertThat(reactor.statistics())
                .isEqualTo(new ReactorStatistics(0, 0, 0, 0, 0, 0, 0, 0, MemoryStatistics.NONE, Duration.ZERO, null));
    }

    @Test
    void openConnectionsAreListedWithTheirOwnFigures() {
        Port port = serve(ENDPOINT, protocol, new Recorder(), new Recorder());
        Port other = result(reactor.listen("tcp:7001", Recorder::new));
        MemoryPeer first = reactor.dial(port).sends("abc").stopsReading();
        reactor.dial(other).sends("other");
        write(65_536 + 10);
        reactor.advance(Duration.ofSeconds(1));
        reactor.dial(port).hangsUp();
        reactor.dial(port).sends("d");

        List<ConnectionStatistics> all = result(port.connectionStatistics());

        assertThat(all).hasSize(2);
        assertThat(all.get(0))
                .isEqualTo(new ConnectionStatistics(
                        1, first.transport().peer(), Duration.ofSeconds(1), 3, 65_536, 10, ""));
        assertThat(all.get(1).received()).isOne();
        assertThat(all.get(1).age()).isZero();
    }

    @Test
    void aConnectionWithTlsSaysWhich() {
        Port port = serve(ENDPOINT.tls(Tls.pem(Path.of("c"), Path.of("k"))), protocol);
        reactor.dial(port);

        assertThat(result(port.connectionStatistics()))
                .extracting(ConnectionStatistics::tls)
                .containsExactly("TLSv1.3");
    }

    @Test
    void aClosedPortStillKnows() {
        Port port = serve(ENDPOINT, protocol);
        reactor.dial(port).sends("abc");

        port.stopListening();
        reactor.stop();
        reactor.advance(Duration.ofSeconds(10));

        assertThat(port.statistics().received()).isEqualTo(3);
        assertThat(port.statistics().closed()).isOne();
        assertThat(result(port.connectionStatistics())).isEmpty();
    }

    /** One protocol after the other. */
    private Port serve(ServerEndpoint endpoint, Recorder... protocols) {
        List<Recorder> left = new ArrayList<>(Arrays.asList(protocols));
        return result(reactor.listen(endpoint, peer -> left.remove(0)));
    }

    private void write(int bytes) {
        protocol.transport().write(Bytes.of(new byte[bytes]));
        reactor.advance(Duration.ZERO);
    }

    private static <T> T result(io.jtwisted.defer.Deferred<T> deferred) {
        List<T> results = new ArrayList<>();
        deferred.tap(results::add).otherwise(failure -> assertThat(failure).isNull());
        return results.get(0);
    }
}
