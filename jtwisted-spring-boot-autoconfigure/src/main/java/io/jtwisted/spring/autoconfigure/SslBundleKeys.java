package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.TlsKeys;
import io.jtwisted.net.TlsSource;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;

/** Knows the keys of Spring Boot's SSL bundles. */
final class SslBundleKeys implements TlsSource {
    private final SslBundles bundles;

    SslBundleKeys(SslBundles bundles) {
        this.bundles = bundles;
    }

    @Override
    public TlsKeys keys(String name) {
        SslBundle bundle = bundle(name);
        SslStoreBundle stores = bundle.getStores();
        // Without a store the JDK's factories would be there too, and know nothing.
        KeyManagerFactory keys =
                stores.getKeyStore() == null ? null : bundle.getManagers().getKeyManagerFactory();
        TrustManagerFactory trust =
                stores.getTrustStore() == null ? null : bundle.getManagers().getTrustManagerFactory();
        return new TlsKeys.Managers(
                keys,
                trust,
                given(bundle.getOptions().getEnabledProtocols()),
                given(bundle.getOptions().getCiphers()));
    }

    private SslBundle bundle(String name) {
        try {
            return bundles.getBundle(name);
        } catch (NoSuchSslBundleException e) {
            throw new NoSuchBundle(name, bundles.getBundleNames(), e);
        }
    }

    private static List<String> given(String @Nullable [] values) {
        return values == null ? List.of() : List.of(values);
    }

    /** Nobody has defined it. */
    static final class NoSuchBundle extends IllegalArgumentException {
        private final String bundle;
        private final List<String> known;

        NoSuchBundle(String bundle, List<String> known, NoSuchSslBundleException cause) {
            super(
                    "there is no SSL bundle '" + bundle + "': define it below spring.ssl.bundle.pem." + bundle
                            + " or spring.ssl.bundle.jks." + bundle,
                    cause);
            this.bundle = bundle;
            this.known = List.copyOf(known);
        }

        String bundle() {
            return bundle;
        }

        List<String> known() {
            return known;
        }
    }
}
