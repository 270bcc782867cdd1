package io.jtwisted.testing;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import io.jtwisted.net.TransportException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TLS without cryptography: both sides of a connection say that they want it, and agree on a protocol. */
final class Handshake {
    private static final String CIPHER_SUITE = "TLS_AES_128_GCM_SHA256";

    private final Turns turns;
    private final boolean alone;
    private @Nullable Tls client;
    private @Nullable Tls server;
    private @Nullable Deferred<TlsSession> waiting;

    /** Alone, if the other side is a test, which agrees with everything. */
    Handshake(Turns turns, boolean alone) {
        this.turns = turns;
        this.alone = alone;
    }

    /** What two sides find; null if one of them is a test. */
    static TlsSession session(@Nullable Tls client, @Nullable Tls server) {
        return new TlsSession("TLSv1.3", CIPHER_SUITE, List.of(), alpn(client, server), name(client));
    }

    /** One side wants it. Fires when both do. */
    Deferred<TlsSession> begin(Tls tls, boolean asClient) {
        Deferred<TlsSession> found = new Deferred<>();
        if (asClient) {
            client = tls;
        } else {
            server = tls;
        }
        if (alone || waiting != null) {
            agree(waiting);
            agree(found);
        } else {
            waiting = found;
        }
        return found;
    }

    /** The connection is gone. */
    void lost() {
        Deferred<TlsSession> disappointed = waiting;
        waiting = null;
        if (disappointed != null) {
            disappointed.errback(new TransportException("the connection was lost before the handshake was done"));
        }
    }

    private void agree(@Nullable Deferred<TlsSession> found) {
        waiting = null;
        if (found != null) {
            turns.tell(() -> found.callback(session(client, server)));
        }
    }

    /** The first that the server likes among those of the client (RFC 7301, section 3.2). */
    private static @Nullable String alpn(@Nullable Tls client, @Nullable Tls server) {
        List<String> offered = client == null ? List.of() : client.alpn();
        List<String> liked = server == null ? offered : server.alpn();
        return liked.stream()
                .filter(protocol -> client == null || offered.contains(protocol))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String name(@Nullable Tls client) {
        return client == null || client.serverName().isEmpty() ? null : client.serverName();
    }
}
