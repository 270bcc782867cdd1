package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Layer;
import io.jtwisted.net.Lengths;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.net.TlsSession;
import io.jtwisted.net.TransportException;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import io.jtwisted.testing.Wire;
import io.jtwisted.testsupport.Pki;
import io.jtwisted.text.LineReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real TLS, over memory. */
class TlsLayerTest {
    @TempDir
    private Path directory;

    private final MemoryReactor reactor = new MemoryReactor();
    private final Log server = new Log();
    private final Log client = new Log();
    private Tls serving = Tls.client();
    private Tls trusting = Tls.client();

    /** Writes down what it hears, and says it back where it is told to. */
    private static class Log extends Protocol {
        final List<String> events = new ArrayList<>();
        long received;

        @Nullable
        CloseReason reason;

        @Override
        public void connectionMade() {
            events.add("made");
        }

        @Override
        public void dataReceived(Bytes data) throws Exception {
            received += data.length();
            events.add(data.length() > 100 ? "much" : data.utf8());
        }

        @Override
        public void connectionLost(CloseReason why) {
            events.add("lost");
            reason = why;
        }
    }

    @BeforeEach
    void keys() throws Exception {
        Pki pki = new Pki(directory, "ours");
        serving = Host.tls(pki.localhost());
        trusting = Tls.trusting(pki.trust());
    }

    private Layer serverLayer() {
        return new Layer(TlsLayer.server(serving), server);
    }

    private Layer clientLayer(Tls tls) {
        return new Layer(TlsLayer.client(tls, "localhost"), client);
    }

    private Tls only(String version) throws Exception {
        Pki pki = new Pki(directory, "ours");
        serving = Host.tls(pki.localhost());
        return Tls.of(new TlsKeys.Managers(null, pki.authority().toTrustManagerFactory(), List.of(version), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void wordsTravelBothWaysAndTheEndIsClean(String version) throws Exception {
        Tls tls = only(version);
        reactor.inChunksOf(7); // records are cut anywhere
        Wire.of(reactor, peer -> serverLayer(), clientLayer(tls));

        client.transport().write(Bytes.utf8("hello"));
        server.transport().write(Bytes.utf8("hi"));
        assertThat(server.events).containsExactly("made", "hello");
        assertThat(client.events).containsExactly("made", "hi");
        TlsSession session = client.transport().tls();
        assertThat(session.protocol()).isEqualTo(version);
        assertThat(session.peerCertificate()).isPresent();
        assertThat(server.transport().secure()).isTrue();

        client.transport().loseConnection();
        assertThat(server.reason).isEqualTo(CloseReason.remote());
        assertThat(client.reason).isEqualTo(CloseReason.local());
    }

    @Test
    void megabytesPassWithBackPressure() {
        Wire.of(reactor, peer -> serverLayer(), clientLayer(trusting));
        server.transport().pauseReading();

        client.transport().write(Bytes.of(new byte[4 << 20]));
        assertThat(server.received).isZero();
        assertThat(client.transport().unsent()).isGreaterThan(3 << 20);

        server.transport().resumeReading();
        reactor.advance(Duration.ZERO);
        assertThat(server.received).isEqualTo(4 << 20);
        assertThat(client.transport().unsent()).isZero();
    }

    @Test
    void overALayerAndOverAnotherTls() {
        Layer inner = new Layer(TlsLayer.client(trusting, "localhost"), client);
        Layer outer = new Layer(TlsLayer.client(trusting, "localhost"), inner);
        Wire.of(
                reactor,
                peer -> new Layer(new Lengths(), new Layer(TlsLayer.server(serving), serverLayer())),
                new Layer(new Lengths(), outer));

        client.transport().write(Bytes.utf8("hello"));

        assertThat(server.events).containsExactly("made", "hello");
    }

    /** As a load balancer sends it: the header and the ClientHello in one packet (python/cpython#142352). */
    @Test
    void afterAHeaderInTheClearTheClientHelloBehindItIsNotLost() {
        LineReceiver header = new LineReceiver() {
            @Override
            public void lineReceived(String line) {
                assertThat(line).startsWith("PROXY");
                transport().become(serverLayer(), clearLineBuffer());
            }
        };
        Protocol balancer = new Protocol() {
            @Override
            public void connectionMade() {
                transport().write(Bytes.utf8("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n"));
                transport().become(clientLayer(trusting), Bytes.empty());
            }
        };

        Wire.of(reactor, peer -> header, balancer);
        client.transport().write(Bytes.utf8("hello"));

        assertThat(server.events).containsExactly("made", "hello");
    }

    @Test
    void aCertificateThatIsNotTrustedIsRefusedWithAnAlert() {
        Layer untrusting = clientLayer(Tls.client());
        Layer serverSide = serverLayer();
        Wire.of(reactor, peer -> serverSide, untrusting);

        assertThat(client.events).isEmpty();
        assertThat(server.events).isEmpty();
        assertThatThrownBy(() -> untrusting.opened().await())
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("path");
        assertThatThrownBy(() -> serverSide.opened().await()).hasMessageContaining("alert");
    }

    @Test
    void wordsInTheClearAreNoHandshake() {
        Layer layer = serverLayer();
        MemoryPeer peer = reactor.dial(() -> layer);

        peer.sends("EHLO me\r\n");

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(server.events).isEmpty();
        assertThatThrownBy(() -> layer.opened().await()).isInstanceOf(SSLException.class);
    }

    @Test
    void aHandshakeThatTakesTooLongIsGivenUp() {
        List<String> told = new ArrayList<>();
        reactor.addListener(new ReactorListener() {
            @Override
            public void handshake(
                    io.jtwisted.net.@Nullable Port port,
                    Duration took,
                    @Nullable TlsSession session,
                    @Nullable Throwable failure) {
                told.add(took + " " + failure);
            }
        });
        MemoryPeer peer = reactor.dial(this::serverLayer);

        reactor.advance(Tls.HANDSHAKE_TIMEOUT);

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(told).singleElement().asString().contains("PT10S", "handshake timed out after 10000 ms");
    }

    @Test
    void aPeerThatHangsUpWithoutCloseNotifyIsAnError() {
        Wire.of(reactor, peer -> serverLayer(), clientLayer(trusting));

        client.transport().below().orElseThrow().loseConnection();

        assertThat(server.reason).isNotNull();
        assertThat(server.reason.cause())
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("without close_notify");
    }

    @Test
    void aPeerThatHangsUpInTheMiddleOfTheHandshakeIsNoticed() {
        Layer layer = serverLayer();
        MemoryPeer peer = reactor.dial(() -> layer);

        peer.sends(Bytes.of((byte) 22, (byte) 3, (byte) 1)).hangsUp();

        assertThat(peer.isDisconnected()).isTrue();
        assertThatThrownBy(() -> layer.opened().await())
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("in the middle");
    }

    @Test
    void anExceptionAboveClosesBothSides() {
        IllegalStateException bug = new IllegalStateException("bug");
        Log broken = new Log() {
            @Override
            public void dataReceived(Bytes data) throws Exception {
                throw data.utf8().equals("fair") ? new ProtocolException("unfair") : bug;
            }
        };
        Wire.of(reactor, peer -> new Layer(TlsLayer.server(serving), broken), clientLayer(trusting));

        client.transport().write(Bytes.utf8("x"));

        assertThat(broken.reason).isEqualTo(CloseReason.error(bug));
        assertThat(client.events).containsExactly("made", "lost");
        assertThat(reactor.failures()).containsExactly(bug);
    }
}
