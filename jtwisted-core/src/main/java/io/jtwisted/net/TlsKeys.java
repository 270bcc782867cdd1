package io.jtwisted.net;

import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Where a side of a TLS connection has its certificate from, and which authorities it trusts. */
public sealed interface TlsKeys {

    /** No certificate, and the authorities that the platform trusts. Enough for a client. */
    record Platform() implements TlsKeys {}

    /** A name, which the reactor's {@link TlsSource} knows; the starter's looks among Spring's SSL bundles. */
    record Bundle(String name) implements TlsKeys {

        public Bundle {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("expected the name of a bundle, not an empty one");
            }
        }
    }

    /**
     * PEM files.
     *
     * @param certificates the certificate, and those which vouch for it; null for none
     * @param key its private key in PKCS#8, not encrypted; may be the same file; null for none
     * @param trust the authorities to trust; null for those of the platform
     */
    record Pem(
            @Nullable Path certificates,
            @Nullable Path key,
            @Nullable Path trust) implements TlsKeys {

        public Pem {
            if ((certificates == null) != (key == null)) {
                throw new IllegalArgumentException(
                        "expected a certificate and its key, or neither; not " + certificates + " and " + key);
            }
            if (certificates == null && trust == null) {
                throw new IllegalArgumentException("expected a certificate or authorities to trust; else use Platform");
            }
        }
    }

    /**
     * Keys as the JDK has them.
     *
     * @param keys null for no certificate
     * @param trust null for the authorities of the platform
     * @param protocols which to offer, such as {@code TLSv1.3}; empty for the default
     * @param ciphers which to offer; empty for the default
     */
    record Managers(
            @Nullable KeyManagerFactory keys,
            @Nullable TrustManagerFactory trust,
            List<String> protocols,
            List<String> ciphers)
            implements TlsKeys {

        public Managers {
            protocols = List.copyOf(protocols);
            ciphers = List.copyOf(ciphers);
        }
    }
}
