package io.jtwisted.testing;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** A test which plays a server. */
class MemoryConnectTest {
    private static final String ENDPOINT = "tcp:example.org:80";

    private final MemoryReactor reactor = new MemoryReactor();
    private final Echo client = new Echo();

    @Test
    void aClientWaitsUntilTheTestAnswers() {
        Deferred<Echo> connecting = reactor.connect(ENDPOINT, client);
        assertThat(connecting).isPending();
        assertThat(reactor.connecting()).containsExactly(new Address.Inet("example.org", 80));

        MemoryPeer server = reactor.answers(ENDPOINT);

        assertThat(connecting).succeededWith(client);
        assertThat(reactor.connecting()).isEmpty();
        assertThat(server.sends("hello").hears()).isEqualTo("hello");
        assertThat(client.transport().peer()).isEqualTo(new Address.Inet("example.org", 80));
        assertThat(server.hangsUp().isDisconnected()).isTrue();
        assertThat(client.transport().connected()).isFalse();
    }

    @Test
    void aClientMayBeRefused() {
        Deferred<Echo> connecting = reactor.connect(ENDPOINT, client);

        reactor.refuses(ENDPOINT);

        assertThat(connecting).failedWith(ConnectException.class).hasMessage("connection refused: example.org:80");
    }

    @Test
    void nobodyCanBeAnsweredWhoDoesNotConnect() {
        reactor.connect("tcp:example.net:80", client).otherwise(e -> {});

        assertThatThrownBy(() -> reactor.answers(ENDPOINT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no client connects to example.org:80; these are waited for: [example.net:80]");
    }

    @Test
    void patienceEnds() {
        Deferred<Echo> connecting =
                reactor.connect(ClientEndpoint.tcp("example.org", 80).timeout(Duration.ofSeconds(3)), client);

        reactor.advance(Duration.ofSeconds(3).minusNanos(1));
        assertThat(connecting).isPending();

        reactor.advance(Duration.ofNanos(1));
        assertThat(connecting).failedWith(SocketTimeoutException.class).hasMessageContaining("within PT3S");
        assertThat(reactor.connecting()).isEmpty();
    }

    @Test
    void whoCancelsIsForgotten() {
        Deferred<Echo> connecting = reactor.connect(ENDPOINT, client);

        connecting.cancel();
        reactor.advance(Duration.ofMinutes(1));

        assertThat(connecting).failedWith(CancellationException.class);
        assertThat(reactor.connecting()).isEmpty();
    }

    @Test
    void aClientFindsAServerOfTheSameReactor() {
        reactor.listen("tcp:8007", Echo::new).otherwise(e -> assertThat(e).isNull());
        Silent silent = new Silent();

        assertThat(reactor.connect("tcp:localhost:8007", silent)).succeededWith(silent);

        silent.transport().write(io.jtwisted.bytes.Bytes.utf8("ping"));
        reactor.advance(Duration.ZERO);
        assertThat(silent.heard()).isEqualTo("ping");
    }

    @Test
    void aUnixSocketIsFoundByItsPath() {
        reactor.listen("unix:/run/echo", Echo::new).otherwise(e -> assertThat(e).isNull());
        Silent silent = new Silent();

        assertThat(reactor.connect("unix:/run/echo", silent)).succeededWith(silent);

        assertThat(silent.transport().peer()).isEqualTo(new Address.Unix("/run/echo"));
    }

    @Test
    void aProtocolWhichWasConnectedBeforeIsRefused() {
        reactor.connect(ENDPOINT, client).otherwise(e -> assertThat(e).isNull());
        reactor.answers(ENDPOINT);

        Deferred<Echo> again = reactor.connect(ENDPOINT, client);
        reactor.answers(ENDPOINT);

        assertThat(again).failedWith(IllegalStateException.class).hasMessageContaining("make a new one");
        assertThat(reactor.failures()).hasSize(1);
    }

    @Test
    void bothSidesAgreeOnAProtocolTheServerLikes() {
        reactor.listen(ServerEndpoint.tcp(443).tls(Tls.bundle("web").alpn("h2", "http/1.1")), peer -> new Echo())
                .otherwise(e -> assertThat(e).isNull());
        ClientEndpoint.Tcp endpoint = ClientEndpoint.tcp("localhost", 443);

        assertThat(reactor.connect(endpoint.tls(Tls.client().alpn("http/1.1", "h2")), client))
                .succeeded();

        assertThat(client.transport().tls().alpn()).isEqualTo("h2");
        assertThat(client.transport().tls().serverName()).isEqualTo("localhost");
        assertThat(reactor.connect(endpoint, new Echo())).failedWith(SSLException.class);
    }
}
