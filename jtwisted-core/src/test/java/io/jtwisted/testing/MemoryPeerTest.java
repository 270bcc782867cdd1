package io.jtwisted.testing;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A test which plays a client. */
class MemoryPeerTest {
    private final MemoryReactor reactor = new MemoryReactor();

    @Test
    void whatIsSaidIsHeardOnce() {
        MemoryPeer peer = reactor.dial(Echo::new).sends("grüß ").sends(Bytes.utf8("Gott"));

        assertThat(peer.hears()).isEqualTo("grüß Gott");
        assertThat(peer.hearsBytes()).isEqualTo(Bytes.empty());
    }

    @Test
    void trickledBytesArriveOneByOne() {
        MemoryPeer peer = reactor.dial(Echo::new).trickles("abc");

        assertThat(peer.hears()).isEqualTo("abc");
        assertThat(peer.protocol(Echo.class).reads()).isEqualTo(3);
    }

    @Test
    void chunksCutWhatIsRead() {
        MemoryPeer peer = reactor.inChunksOf(2).dial(Echo::new).sends("abcde");

        assertThat(peer.hears()).isEqualTo("abcde");
        assertThat(peer.protocol(Echo.class).reads()).isEqualTo(3);
        assertThatThrownBy(() -> reactor.inChunksOf(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatAPeerDoesNotReadWaitsInTheKernelAndThenHere() {
        MemoryPeer peer = reactor.dial(Echo::new).stopsReading();
        peer.sends(Bytes.of(new byte[100_000]));

        assertThat(peer.transport().unsent()).isEqualTo(100_000 - 65_536);
        assertThat(peer.hearsBytes().length()).isZero();

        assertThat(peer.readsAgain().hearsBytes().length()).isEqualTo(100_000);
        assertThat(peer.transport().unsent()).isZero();
    }

    @Test
    void whoHasHungUpHasNoMoreToSay() {
        MemoryPeer peer = reactor.dial(Echo::new).sends("x").hangsUp();

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(peer.hears()).isEqualTo("x");
        assertThatThrownBy(() -> peer.sends("more"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended its side");
    }

    @Test
    void bothAddressesAreReal() {
        reactor.listen("tcp:0", Echo::new).otherwise(e -> assertThat(e).isNull());
        MemoryPeer peer = reactor.dial("tcp:49152");

        assertThat(peer.transport().host()).isEqualTo(new Address.Inet("0.0.0.0", 49_152));
        assertThat(peer.transport().peer()).isEqualTo(new Address.Inet("127.0.0.1", 49_153));
    }

    @Test
    void aPortInUseIsRefusedWithItsAddress() {
        reactor.listen("tcp:8007", Echo::new).otherwise(e -> assertThat(e).isNull());

        Deferred<Port> second = reactor.listen("tcp:8007:interface=127.0.0.1", Echo::new);

        assertThat(second)
                .failedWith(CannotListenException.class)
                .hasMessage("cannot listen on 127.0.0.1:8007: address already in use")
                .extracting(CannotListenException::reason)
                .isEqualTo(CannotListenException.Reason.IN_USE);
    }

    @Test
    void aClosedPortIsFreeAgainAndItsConnectionsLiveOn() {
        List<Port> ports = new ArrayList<>();
        reactor.listen("tcp:8007", Echo::new)
                .tap(ports::add)
                .otherwise(e -> assertThat(e).isNull());
        Port port = ports.get(0);
        MemoryPeer peer = reactor.dial(port);
        Deferred<Port> closed = port.closed();
        assertThat(port.connections()).isOne();
        assertThat(closed).isPending();

        assertThat(port.stopListening()).succeededWith(port);
        assertThat(port.stopListening()).succeededWith(port);

        assertThat(closed).succeededWith(port);
        assertThat(peer.sends("still here").hears()).isEqualTo("still here");
        assertThatThrownBy(() -> reactor.dial(port)).isInstanceOf(IllegalArgumentException.class);
        assertThat(reactor.listen("tcp:8007", Echo::new)).succeeded();
        peer.hangsUp();
        assertThat(port.connections()).isZero();
    }

    @Test
    void moreConnectionsThanTheLimitAreClosedBeforeTheFactoryIsAsked() {
        List<Address> asked = new ArrayList<>();
        Factory factory = peer -> {
            asked.add(peer);
            return new Echo();
        };
        reactor.listen(ServerEndpoint.tcp(7).limits(Limits.server().connections(1)), factory)
                .otherwise(e -> assertThat(e).isNull());
        MemoryPeer first = reactor.dial(factory);

        MemoryPeer second = reactor.dial(factory);
        assertThat(second.isDisconnected()).isTrue();
        assertThat(second.heardEnd()).isTrue();
        assertThatThrownBy(second::transport).isInstanceOf(IllegalStateException.class);
        assertThat(asked).hasSize(1);

        first.hangsUp();
        assertThat(reactor.dial(factory).isDisconnected()).isFalse();
    }

    @Test
    void aFactoryMayRefuse() {
        Factory refusing = peer -> null;
        Factory failing = peer -> {
            throw new IOException("not you");
        };

        assertThat(reactor.dial(refusing).isDisconnected()).isTrue();
        assertThat(reactor.dial(failing).isDisconnected()).isTrue();
    }

    @Test
    void silenceOfTheEndpointApplies() {
        Factory factory = peer -> new Echo();
        reactor.listen(ServerEndpoint.tcp(7).limits(Limits.server().silence(Duration.ofSeconds(9))), factory)
                .otherwise(e -> assertThat(e).isNull());
        MemoryPeer peer = reactor.dial("tcp:7");

        reactor.advance(Duration.ofSeconds(9));

        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void aTlsEndpointIsSecureWithoutAnyCryptography() {
        Factory factory = peer -> new Echo();
        reactor.listen(ServerEndpoint.tcp(443).tls(Tls.bundle("web").alpn("h2", "http/1.1")), factory)
                .otherwise(e -> assertThat(e).isNull());

        MemoryPeer peer = reactor.dial(factory);

        assertThat(peer.transport().secure()).isTrue();
        assertThat(peer.transport().tls().alpn()).isEqualTo("h2");
        assertThat(peer.transport().tls().peerCertificate()).isEmpty();
    }

    @Test
    void nobodyListensWhereNobodyListens() {
        assertThatThrownBy(() -> reactor.dial("tcp:8007"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no port listens on 0.0.0.0:8007");
    }
}
