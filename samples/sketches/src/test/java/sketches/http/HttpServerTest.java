package sketches.http;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Layer;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import io.jtwisted.text.LineReceiver;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
    private static final String HOST = " HTTP/1.1\r\nHost: x\r\n";

    private final MemoryReactor reactor = new MemoryReactor();
    private final Queue<Deferred<Response>> waiting = new ArrayDeque<>();

    private static final class Shout extends LineReceiver {
        @Override
        public void lineReceived(String line) {
            sendLine(line.toUpperCase(Locale.ROOT));
        }
    }

    private HttpServer serving() {
        return new HttpServer(this::answer, Shout::new);
    }

    private Deferred<Response> answer(Request request) {
        if (request.target().equals("/slow")) {
            Deferred<Response> later = new Deferred<>();
            waiting.add(later);
            return later;
        }
        return Deferred.succeed(Response.ok(
                request.method() + " " + request.target() + " " + request.body().utf8()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000})
    void requestsMayBeCutAnywhere(int size) {
        MemoryPeer peer = reactor.inChunksOf(size).dial(this::serving);

        peer.sends("GET /a" + HOST + "\r\nPOST /b" + HOST + "Content-Length: 4\r\n\r\n1\r\n2\r\nGET /c" + HOST
                + "Connection: close\r\n\r\n");

        assertThat(peer.hears())
                .isEqualTo("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nGET /a "
                        + "HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\nPOST /b 1\r\n2"
                        + "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nGET /c ");
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void answersKeepTheirOrderAlsoForAClientThatHasEnded() {
        MemoryPeer peer = reactor.dial(this::serving);

        peer.sends("GET /slow" + HOST + "\r\nGET /a" + HOST + "\r\n").endsSending();
        assertThat(peer.hears()).isEmpty();
        waiting.remove().callback(Response.ok("slow"));

        assertThat(peer.hears())
                .isEqualTo("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nslow"
                        + "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nGET /a ");
        assertThat(peer.isDisconnected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: x\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
            })
    void whatIsNoRequestIsRefusedInWords(String request) {
        MemoryPeer peer = reactor.dial(this::serving);

        peer.sends(request);

        assertThat(peer.hears()).startsWith("HTTP/1.1 400 Bad Request\r\n");
        assertThat(peer.isDisconnected()).isTrue();
        assertThat(peer.transport().closed())
                .succeeded()
                .satisfies(reason -> assertThat(reason.cause()).isInstanceOf(ProtocolException.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1_000})
    void anotherProtocolTakesOver(int size) {
        MemoryPeer peer = reactor.inChunksOf(size).dial(this::serving);

        peer.sends("GET /" + HOST + "Connection: upgrade\r\nUpgrade: lines\r\n\r\nhello\r\n")
                .sends("again\r\n");

        assertThat(peer.hears().lines())
                .containsExactly(
                        "HTTP/1.1 101 Switching Protocols",
                        "connection: upgrade",
                        "upgrade: lines",
                        "",
                        "HELLO",
                        "AGAIN");
    }

    @Test
    void itRunsOverALayerAsWell() {
        MemoryPeer peer = reactor.dial(() -> new Layer(new Reversed(), serving()));

        peer.sends(Reversed.of("GET /a" + HOST + "\r\n"));

        assertThat(Reversed.of(peer.hearsBytes())).startsWith("HTTP/1.1 200 OK");
    }
}
