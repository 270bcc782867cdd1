package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import io.jtwisted.testing.Wire;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A protocol has limits of its own, below what the endpoint says. */
class UsualLimitsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final MemoryReactor reactor = new MemoryReactor();
    private final Factory patient = new Patient(Limits.server().silence(MINUTE).connections(1));

    @Test
    void whatTheEndpointDoesNotSayIsAsUsualForTheProtocol() {
        listen(ServerEndpoint.parse("tcp:80"));

        MemoryPeer peer = reactor.dial("tcp:80");

        assertThat(reactor.dial("tcp:80").isDisconnected()).isTrue();
        reactor.advance(MINUTE);
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void whatTheStringSaysWinsEvenIfItIsTheDefault() {
        listen(ServerEndpoint.parse("tcp:80:silence=600:connections=10000"));

        MemoryPeer peer = reactor.dial("tcp:80");

        assertThat(reactor.dial("tcp:80").isDisconnected()).isFalse();
        reactor.advance(MINUTE);
        assertThat(peer.isDisconnected()).isFalse();
        reactor.advance(Limits.SILENCE);
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void whatTheCodeSaysWinsEvenIfItIsTheDefault() {
        listen(ServerEndpoint.tcp(80).limits(Limits.server().silence(Limits.SILENCE)));

        MemoryPeer peer = reactor.dial("tcp:80");

        reactor.advance(MINUTE);
        assertThat(peer.isDisconnected()).isFalse();
    }

    @Test
    void aUnixSocketHasThemToo() {
        listen(ServerEndpoint.unix("/x").limits(Limits.server().connections(2)));

        reactor.dial("unix:/x");

        assertThat(reactor.dial("unix:/x").isDisconnected()).isFalse();
        assertThat(reactor.dial("unix:/x").isDisconnected()).isTrue();
    }

    @Test
    void aFactoryWithoutAnEndpointHasThem() {
        MemoryPeer peer = reactor.dial(patient);

        reactor.advance(MINUTE);

        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void aWireHasThem() {
        Recorder client = new Recorder();
        Wire.of(reactor, patient, client);

        reactor.advance(MINUTE);

        assertThat(client.transport().connected()).isFalse();
    }

    @Test
    void aFactoryWhichSaysNothingHasTheDefaults() {
        Factory plain = address -> new Recorder();

        assertThat(plain.usual()).isEqualTo(Limits.server());
    }

    private void listen(ServerEndpoint endpoint) {
        reactor.listen(endpoint, patient).otherwise(failure -> {});
    }

    private record Patient(Limits usual) implements Factory {

        @Override
        public @Nullable Protocol buildProtocol(Address peer) {
            return new Recorder();
        }
    }
}
