package io.jtwisted.net;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake found.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipherSuite by its IANA name
 * @param peerCertificates the peer's certificate first, then those which vouch for it; empty if it showed none
 * @param alpn the application protocol which was agreed on; null if none
 * @param serverName the name the client asked for; null if none
 */
public record TlsSession(
        String protocol,
        String cipherSuite,
        List<X509Certificate> peerCertificates,
        @Nullable String alpn,
        @Nullable String serverName) {

    public TlsSession {
        peerCertificates = List.copyOf(peerCertificates);
    }

    /** The certificate of the peer, if it showed one. */
    public Optional<X509Certificate> peerCertificate() {
        return peerCertificates.stream().findFirst();
    }
}
