package io.jtwisted.net;

import java.nio.file.Path;
import java.util.Optional;

/** {@link Tls} in an endpoint string, both ways. */
final class TlsText {
    private static final Tls USUAL = Tls.client();

    private TlsText() {}

    static Tls server(EndpointText text) {
        Tls tls = common(text).clientAuth(text.choice("client-auth", USUAL.clientAuth()));
        return tls.keys(
                keys(text).filter(TlsText::hasCertificate).orElseThrow(() -> text.needs("bundle=NAME or cert=FILE")));
    }

    static Tls client(EndpointText text) {
        Tls tls = common(text).serverName(text.option("server-name").orElse(USUAL.serverName()));
        return tls.keys(keys(text).orElse(USUAL.keys()));
    }

    static void server(EndpointWriter writer, Tls tls) {
        if (hasCertificate(tls.keys())) {
            keys(writer, tls.keys());
        } else {
            given(writer);
        }
        common(writer.choice("client-auth", tls.clientAuth(), USUAL.clientAuth()), tls);
    }

    static void client(EndpointWriter writer, Tls tls) {
        keys(writer, tls.keys());
        common(writer.option("server-name", tls.serverName(), USUAL.serverName()), tls);
    }

    private static Tls common(EndpointText text) {
        Tls tls = USUAL.handshakeTimeout(text.duration("handshake-timeout", USUAL.handshakeTimeout()))
                .alpnRequired(text.flag("alpn-required", USUAL.alpnRequired()));
        try {
            return text.option("alpn")
                    .map(given -> tls.alpn(given.split(",", -1)))
                    .orElse(tls);
        } catch (IllegalArgumentException e) {
            throw text.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static void common(EndpointWriter writer, Tls tls) {
        writer.option("alpn", String.join(",", tls.alpn()), "")
                .flag("alpn-required", tls.alpnRequired(), USUAL.alpnRequired())
                .duration("handshake-timeout", tls.handshakeTimeout(), USUAL.handshakeTimeout());
    }

    private static Optional<TlsKeys> keys(EndpointText text) {
        Optional<String> bundle = text.option("bundle");
        Optional<Path> cert = text.file("cert");
        Optional<Path> key = text.file("key");
        Optional<Path> trust = text.file("trust");
        text.end(); // a misspelt option is the better message
        if (bundle.isPresent()) {
            if (cert.or(() -> key).or(() -> trust).isPresent()) {
                throw text.wrong("a bundle has all that cert, key and trust would say; use one or the other");
            }
            return bundle.map(TlsKeys.Bundle::new);
        }
        if (key.isPresent() && cert.isEmpty()) {
            throw text.needs("cert=FILE, as it has a key");
        }
        return cert.or(() -> trust)
                .map(any ->
                        new TlsKeys.Pem(cert.orElse(null), key.or(() -> cert).orElse(null), trust.orElse(null)));
    }

    private static void keys(EndpointWriter writer, TlsKeys keys) {
        if (keys instanceof TlsKeys.Bundle bundle) {
            writer.option("bundle", bundle.name());
        } else if (keys instanceof TlsKeys.Pem pem) {
            pem(writer, pem);
        } else if (keys instanceof TlsKeys.Managers) {
            given(writer);
        }
    }

    private static void pem(EndpointWriter writer, TlsKeys.Pem pem) {
        if (pem.certificates() != null && pem.key() != null) {
            writer.option("cert", pem.certificates()).option("key", pem.key(), pem.certificates());
        }
        if (pem.trust() != null) {
            writer.option("trust", pem.trust());
        }
    }

    /** Says to a reader that there is something which a string cannot say; the parser refuses it. */
    private static void given(EndpointWriter writer) {
        writer.option("keys", "(given)");
    }

    private static boolean hasCertificate(TlsKeys keys) {
        return keys instanceof TlsKeys.Bundle || (keys instanceof TlsKeys.Pem pem && pem.certificates() != null);
    }
}
