package io.jtwisted.testing;

import io.jtwisted.net.Address;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.net.TlsSession;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** TLS without cryptography, as one end of a link plays it: what it says, and what it makes of what the other end says. */
final class Handshake {
    private static final String CIPHER_SUITE = "TLS_AES_128_GCM_SHA256";

    private enum Phase {
        /** Has not begun. */
        PLAIN,
        /** Waits for the hello of the other end. */
        HELLO,
        /** As a server, waits for the client's last word. */
        FINISHED,
        OPEN
    }

    /** What both ends of a link want; null where that end is a test, which agrees with everything. */
    static final class Terms {
        private @Nullable Tls client;
        private @Nullable Tls server;
    }

    private final Terms terms;
    private final Lane in;
    private final Lane out;
    private final boolean client;
    private Phase phase = Phase.PLAIN;

    Handshake(Terms terms, Lane in, Lane out, boolean client) {
        this.terms = terms;
        this.in = in;
        this.out = out;
        this.client = client;
    }

    /** What two ends find that speak TLS from the beginning. */
    static TlsSession session(@Nullable Tls client, @Nullable Tls server) {
        return new TlsSession("TLSv1.3", CIPHER_SUITE, List.of(), alpn(client, server), name(client));
    }

    /**
     * Refuses what a real handshake refuses before its first word.
     *
     * @throws IllegalArgumentException if a server has no certificate, or a client has no name to expect
     */
    static void check(Tls tls, boolean client, Address peer) {
        if (client && tls.serverName().isEmpty() && peer instanceof Address.Unix) {
            throw new IllegalArgumentException(
                    "TLS needs the name that the server's certificate must have, as Tls.serverName(NAME)");
        }
        if (!client && !hasCertificate(tls.keys())) {
            throw new IllegalArgumentException("a TLS server needs a certificate: bundle=NAME or cert=FILE");
        }
    }

    /** This end speaks TLS from now on; null if it agrees with everything. All that it said in the clear is in the lane. */
    void begin(@Nullable Tls tls) {
        if (client) {
            terms.client = tls;
            out.say(Signal.HELLO);
        } else {
            terms.server = tls;
        }
        phase = Phase.HELLO;
    }

    /** Whether it has begun, and is not done. */
    boolean isUnderWay() {
        return phase == Phase.HELLO || phase == Phase.FINISHED;
    }

    boolean hasBegun() {
        return phase != Phase.PLAIN;
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /**
     * Makes something of what has arrived; nothing if nothing has.
     *
     * @throws SSLException if that is no handshake
     */
    void goOn() throws SSLException {
        for (Signal heard; isUnderWay() && (heard = next()) != null; ) {
            if (heard == Signal.ALERT) {
                throw new SSLHandshakeException("received a fatal alert: handshake_failure");
            }
            if (client) {
                open();
                out.say(Signal.FINISHED);
            } else if (phase == Phase.HELLO) {
                alpn(terms.client, terms.server);
                phase = Phase.FINISHED;
                out.say(Signal.HELLO);
            } else {
                open();
            }
        }
    }

    /** What the handshake has found. */
    TlsSession session() {
        return session(terms.client, terms.server);
    }

    /** Tells the other end that it was in vain. */
    void failed() {
        out.say(Signal.ALERT);
        out.end();
        in.desert();
    }

    private void open() {
        phase = Phase.OPEN;
    }

    private @Nullable Signal next() throws SSLException {
        Signal heard = in.hear();
        if (heard == null && in.length() > 0) {
            throw new SSLException("not an SSL/TLS record: the other side speaks in the clear");
        }
        if (heard == null && in.takeEnd()) {
            throw new SSLHandshakeException("the peer hung up in the middle of the TLS handshake");
        }
        return heard;
    }

    private static boolean hasCertificate(TlsKeys keys) {
        return keys instanceof TlsKeys.Bundle
                || (keys instanceof TlsKeys.Pem pem && pem.certificates() != null)
                || (keys instanceof TlsKeys.Managers managers && managers.keys() != null);
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
