package io.jtwisted.testing;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import io.jtwisted.text.LineReceiver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** TLS that begins in the middle of the talk is as strict in memory as on sockets. */
class MemoryTlsTest {
    private static final Tls SERVER = Tls.bundle("mail");
    private static final Tls CLIENT = Tls.client().serverName("mail.example.org");

    private final MemoryReactor reactor = new MemoryReactor();
    private final Silent client = new Silent();
    private final Silent server = new Silent();

    private Wire<Silent, Silent> wire() {
        return Wire.connect(reactor, client, server);
    }

    @Test
    void aHandshakeNeedsTwo() {
        wire();

        Deferred<TlsSession> served = server.transport().startTls(SERVER);
        reactor.advance(Duration.ofSeconds(1));
        assertThat(served).isPending();
        assertThat(server.transport().secure()).isFalse();
        Deferred<TlsSession> asked = client.transport().startTls(CLIENT);

        assertThat(asked).succeeded();
        assertThat(served.addCallback(session -> String.valueOf(session.serverName())))
                .succeededWith("mail.example.org");
        assertThat(client.transport().secure()).isTrue();
        assertThat(server.transport().tls()).isEqualTo(client.transport().tls());
    }

    @Test
    void aClientAloneTalksInTheClearAndGivesUp() {
        wire();

        Deferred<TlsSession> alone = client.transport().startTls(CLIENT);
        assertThat(server.heard()).startsWith(Signal.HELLO.record().utf8());
        reactor.advance(Tls.HANDSHAKE_TIMEOUT);

        assertThat(alone).failedWith(SSLHandshakeException.class).hasMessageContaining("timed out");
        assertThat(client.transport().secure()).isFalse();
        assertThat(client.reason().kind()).isEqualTo(CloseReason.Kind.ERROR);
        assertThat(server.reason()).isEqualTo(CloseReason.remote());
    }

    @Test
    void aServerThatBeginsInALaterTurnHasTakenTheHelloForWords() {
        wire();

        Deferred<TlsSession> asked = client.transport().startTls(CLIENT);
        Deferred<TlsSession> served = server.transport().startTls(SERVER);

        assertThat(asked).isPending();
        assertThat(served).isPending();
        reactor.advance(Tls.HANDSHAKE_TIMEOUT);
        assertThat(asked).failedWith(SSLException.class);
        assertThat(served).failedWith(SSLException.class);
    }

    @Test
    void aHelloThatComesWithTheCommandIsKeptBytesForTheServer() {
        List<Deferred<TlsSession>> served = new ArrayList<>();
        LineReceiver lines = new LineReceiver() {
            @Override
            public void lineReceived(String line) {
                served.add(transport().startTls(SERVER));
            }
        };
        Wire.connect(reactor, client, lines);

        Deferred<TlsSession> asked = reactor.call(() -> {
            client.transport().write(Bytes.utf8("STARTTLS\r\n"));
            return client.transport().startTls(CLIENT);
        });

        assertThat(asked).failedWith(SSLException.class);
        assertThat(served.get(0)).failedWith(ProtocolException.class);
    }

    @Test
    void wordsInTheClearAreNoHandshakeAndBothLoseTheConnection() {
        wire();
        Deferred<TlsSession> served = server.transport().startTls(SERVER);

        client.transport().write(Bytes.utf8("EHLO"));
        reactor.advance(Duration.ZERO);

        assertThat(served).failedWith(SSLException.class).hasMessageContaining("not an SSL/TLS record");
        assertThat(server.heard()).isEmpty();
        assertThat(server.reason().cause()).isInstanceOf(SSLException.class);
        assertThat(client.heard()).isEqualTo(Signal.ALERT.record().utf8()); // the alert, to one who does not expect it
        assertThat(client.reason()).isEqualTo(CloseReason.remote());
    }

    @Test
    void aFailureClosesBothSides() {
        wire();
        Deferred<TlsSession> served = server.transport().startTls(SERVER);
        reactor.call(() -> {
            client.transport().write(Bytes.utf8("too late"));
            return client.transport().startTls(CLIENT);
        });

        assertThat(served).failedWith(SSLException.class);
        assertThat(server.reason().cause()).isInstanceOf(SSLException.class);
        assertThat(client.reason().cause()).isInstanceOf(SSLException.class);
        assertThat(reactor.takeForgotten()).hasSize(1);
    }

    @Test
    void whatWasWrittenBeforeLeavesInTheClearHoweverMuchItIs() {
        byte[] much = new byte[3 * Lane.ROOM];
        MemoryPeer peer = reactor.dial(() -> server).stopsReading();

        Deferred<TlsSession> served = reactor.call(() -> {
            server.transport().write(Bytes.of(much));
            Deferred<TlsSession> begun = server.transport().startTls(SERVER);
            server.transport().write(Bytes.utf8("welcome"));
            return begun;
        });
        Bytes clear = peer.readsAgain().hearsBytes();
        peer.startsTls();

        assertThat(clear.length()).isEqualTo(much.length);
        assertThat(served).succeeded();
        assertThat(peer.hears()).isEqualTo("welcome");
    }

    @Test
    void wordsAfterTheHandshakeAreReadBehindIt() {
        MemoryPeer peer = reactor.dial(() -> server);
        server.transport().startTls(SERVER.alpn("smtp")).otherwise(failure -> {});

        peer.startsTls(Tls.client().alpn("smtp")).sends("EHLO");

        assertThat(server.heard()).isEqualTo("EHLO");
        assertThat(server.transport().secure()).isTrue();
        assertThat(server.transport().tls().alpn()).isEqualTo("smtp");
        assertThat(peer.isSecure()).isTrue();
    }

    @Test
    void aPeerMayPlayTheServer() {
        reactor.connect("tcp:mail.example.org:25", client).otherwise(failure -> {});
        MemoryPeer peer = reactor.answers("tcp:mail.example.org:25").startsTls();

        Deferred<TlsSession> asked = client.transport().startTls(Tls.client());
        peer.sends("welcome");

        assertThat(asked.addCallback(session -> String.valueOf(session.serverName())))
                .succeededWith("mail.example.org");
        assertThat(client.heard()).isEqualTo("welcome");
    }

    @Test
    void aPeerThatIsNotAnsweredInTlsHangsUp() {
        MemoryPeer peer = reactor.dial(Echo::new);

        peer.startsTls();

        assertThat(peer.isSecure()).isFalse();
        assertThat(peer.isDisconnected()).isTrue();
        assertThatThrownBy(peer::startsTls).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPauseDoesNotStopTheHandshake() {
        MemoryPeer peer = reactor.dial(() -> server);
        server.transport().pauseReading();
        Deferred<TlsSession> served = server.transport().startTls(SERVER);

        peer.startsTls().sends("EHLO");

        assertThat(served).succeeded();
        assertThat(server.heard()).isEmpty();
        server.transport().resumeReading();
        reactor.advance(Duration.ZERO);
        assertThat(server.heard()).isEqualTo("EHLO");
    }

    @Test
    void otherThreadsHop() throws InterruptedException {
        MemoryPeer peer = reactor.dial(() -> server);
        List<Deferred<TlsSession>> begun = new ArrayList<>();
        Thread other = new Thread(() -> begun.add(server.transport().startTls(SERVER)));
        other.start();
        other.join();

        peer.startsTls();

        assertThat(begun.get(0)).succeeded();
    }

    @Test
    void aWireThatIsCutMeanwhileFailsIt() {
        Wire<Silent, Silent> wire = wire();
        Deferred<TlsSession> served = server.transport().startTls(SERVER);

        wire.cut();

        assertThat(served).failedWith(SSLHandshakeException.class).hasMessageContaining("in the middle of the TLS");
        assertThat(server.reason().cause()).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void toCloseMeanwhileFailsIt() {
        wire();
        Deferred<TlsSession> served = server.transport().startTls(SERVER);

        server.transport().loseConnection();
        reactor.advance(Duration.ZERO);

        assertThat(served).failedWith(IOException.class).hasMessageContaining("before the handshake");
        assertThat(server.reason()).isEqualTo(CloseReason.local());
    }

    @Test
    void toCancelItEndsTheConnection() {
        wire();
        Deferred<TlsSession> served = server.transport().startTls(SERVER);

        served.cancel();
        reactor.advance(Duration.ZERO);

        assertThat(served).failedWith(CancellationException.class);
        assertThat(server.reason().kind()).isEqualTo(CloseReason.Kind.ERROR);
        assertThat(client.reason()).isEqualTo(CloseReason.remote());
    }

    @Test
    void whatARealHandshakeRefusesLeavesTheConnection() {
        wire();

        assertThat(server.transport().startTls(Tls.client()))
                .failedWith(IllegalArgumentException.class)
                .hasMessageContaining("needs a certificate");
        assertThat(server.transport().startTls(Tls.trusting(Path.of("ca.pem"))))
                .failedWith(IllegalArgumentException.class);

        assertThat(server.transport().connected()).isTrue();
        assertThat(server.transport().startTls(SERVER)).isPending();
        assertThat(server.transport().startTls(SERVER))
                .failedWith(IllegalStateException.class)
                .hasMessageContaining("begun TLS already");
    }

    @Test
    void aClientOfAUnixSocketMustSayWhomItExpects() {
        reactor.connect("unix:/run/mail", client).otherwise(failure -> {});
        reactor.answers("unix:/run/mail").startsTls();

        assertThat(client.transport().startTls(Tls.client()))
                .failedWith(IllegalArgumentException.class)
                .hasMessageContaining("serverName");
        assertThat(client.transport().startTls(CLIENT)).succeeded();
    }
}
