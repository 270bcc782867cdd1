package io.jtwisted.net;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a handshake needs. A client verifies the server's certificate and name, always; a server asks for no
 * certificate unless told to. TLS 1.2 and 1.3 are offered, with ciphers that have forward secrecy and authenticate what
 * they encrypt ({@code ECDHE} with {@code GCM} or {@code CHACHA20_POLY1305}), unless the keys name others. Neither side
 * may renegotiate.
 *
 * @param keys certificate and trust
 * @param clientAuth whether a server wants a certificate of the client
 * @param alpn application protocols, the preferred first (RFC 7301); each of visible ASCII, without a comma. A server
 *     refuses a client that offers only others, with the alert {@code no_application_protocol} (section 3.2)
 * @param alpnRequired whether a handshake fails, too, if the client offers none, or the server chooses none; without
 *     effect if {@code alpn} is empty
 * @param serverName the server that a client expects (RFC 6066, section 3); empty for the host that it connects to
 * @param serverNames what a server shows to clients that ask for these names; {@code *.example.org} covers one label;
 *     has no place in an endpoint string
 * @param handshakeTimeout how long a handshake may take; zero for ever
 */
public record Tls(
        TlsKeys keys,
        ClientAuth clientAuth,
        List<String> alpn,
        boolean alpnRequired,
        String serverName,
        Map<String, TlsKeys> serverNames,
        Duration handshakeTimeout) {
    public static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    private static final Pattern PROTOCOL = Pattern.compile("[!-~&&[^,]]{1,255}");

    /** Whether a server wants a certificate of the client. */
    public enum ClientAuth {
        /** It does not ask. */
        NONE,
        /** It asks, and verifies what it gets. */
        WANT,
        /** It refuses a client without one. */
        NEED
    }

    public Tls {
        alpn = List.copyOf(alpn);
        serverNames = Map.copyOf(serverNames);
        for (String protocol : alpn) {
            if (!PROTOCOL.matcher(protocol).matches()) {
                throw new IllegalArgumentException(
                        "expected an application protocol, such as h2, not '" + protocol + "'");
            }
        }
        if (handshakeTimeout.isNegative()) {
            throw new IllegalArgumentException("a handshake cannot take " + handshakeTimeout);
        }
    }

    /** With these keys, and everything else as usual. */
    public static Tls of(TlsKeys keys) {
        return new Tls(keys, ClientAuth.NONE, List.of(), false, "", Map.of(), HANDSHAKE_TIMEOUT);
    }

    /** For a client that trusts the authorities that the platform trusts. */
    public static Tls client() {
        return of(new TlsKeys.Platform());
    }

    /** With the keys which the reactor's {@link TlsSource} knows by this name. */
    public static Tls bundle(String name) {
        return of(new TlsKeys.Bundle(name));
    }

    /** With the certificate chain and the private key out of PEM files, which may be one and the same. */
    public static Tls pem(Path certificates, Path key) {
        return of(new TlsKeys.Pem(certificates, key, null));
    }

    /** For a client that trusts only the authorities in a PEM file. */
    public static Tls trusting(Path trust) {
        return of(new TlsKeys.Pem(null, null, trust));
    }

    public Tls keys(TlsKeys other) {
        return new Tls(other, clientAuth, alpn, alpnRequired, serverName, serverNames, handshakeTimeout);
    }

    public Tls clientAuth(ClientAuth wanted) {
        return new Tls(keys, wanted, alpn, alpnRequired, serverName, serverNames, handshakeTimeout);
    }

    public Tls alpn(String... protocols) {
        return new Tls(keys, clientAuth, List.of(protocols), alpnRequired, serverName, serverNames, handshakeTimeout);
    }

    public Tls alpnRequired(boolean required) {
        return new Tls(keys, clientAuth, alpn, required, serverName, serverNames, handshakeTimeout);
    }

    public Tls serverName(String expected) {
        return new Tls(keys, clientAuth, alpn, alpnRequired, expected, serverNames, handshakeTimeout);
    }

    /** Shows other keys to clients that ask for this name. */
    public Tls serverName(String asked, TlsKeys shown) {
        Map<String, TlsKeys> more = new LinkedHashMap<>(serverNames);
        more.put(asked, shown);
        return new Tls(keys, clientAuth, alpn, alpnRequired, serverName, more, handshakeTimeout);
    }

    public Tls handshakeTimeout(Duration longest) {
        return new Tls(keys, clientAuth, alpn, alpnRequired, serverName, serverNames, longest);
    }
}
