package io.jtwisted.netty;

import io.jtwisted.net.TlsSession;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Reads out of a handler what its handshake found. */
final class TlsSessions {

    private TlsSessions() {}

    static TlsSession of(SslHandler handler) {
        SSLSession session = handler.engine().getSession();
        return new TlsSession(
                session.getProtocol(),
                session.getCipherSuite(),
                certificates(session),
                handler.applicationProtocol(),
                serverName(session));
    }

    private static List<X509Certificate> certificates(SSLSession session) {
        try {
            return Arrays.stream(session.getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // the peer showed none, and none was asked for
        }
    }

    private static @Nullable String serverName(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return null;
        }
        return extended.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst()
                .orElse(null);
    }
}
