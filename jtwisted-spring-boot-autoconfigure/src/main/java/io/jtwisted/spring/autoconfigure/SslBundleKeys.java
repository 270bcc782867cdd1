package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.net.TlsSource;
import io.jtwisted.netty.NettyReactor;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * Knows the keys of Spring Boot's SSL bundles, and has the reactors take new ones. Keeps what was good last: Boot hands
 * out an updated bundle even if it cannot be used. For any thread.
 */
final class SslBundleKeys implements TlsSource {
    private static final Logger LOG = LoggerFactory.getLogger(SslBundleKeys.class);

    private final SslBundles bundles;
    private final TlsReloads reloads;
    private final Map<String, TlsKeys> current = new ConcurrentHashMap<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final ReloadRetries retries = new ReloadRetries(this::retry);
    private final ReentrantLock one = new ReentrantLock(); // an update, or another try, at a time
    private volatile List<NettyReactor> reactors = List.of();

    SslBundleKeys(SslBundles bundles, TlsReloads reloads) {
        this.bundles = bundles;
        this.reloads = reloads;
        // Of all bundles, and at once: a handler that was registered before ours and throws would keep ours from being
        // told, as
        // Boot's own metrics do when a file is garbage. And only once: no handler can be taken back.
        bundles.addBundleRegisterHandler((name, bundle) -> watch(name));
        bundles.getBundleNames().forEach(this::watch);
    }

    private void watch(String name) {
        bundles.addBundleUpdateHandler(name, updated -> update(name, updated));
    }

    /** Tells these of new keys. */
    ReactorGroup tell(ReactorGroup group) {
        reactors = group.reactors().stream()
                .filter(NettyReactor.class::isInstance)
                .map(NettyReactor.class::cast)
                .toList();
        retries.on(group.first());
        return group;
    }

    @Override
    public TlsKeys keys(String name) {
        bundle(name); // is there
        asked.add(name); // first: an update which comes while the keys are read must not be lost
        return current.computeIfAbsent(name, unread -> {
            SslBundle bundle = bundle(name);
            TlsKeys keys = read(bundle);
            reloads.used(name, certificate(bundle));
            return keys;
        });
    }

    /** An exception would keep later handlers from being told. */
    private void update(String name, SslBundle updated) {
        if (!asked.contains(name)) {
            return;
        }
        one.lock();
        try {
            take(name, updated).ifPresent(why -> failed(name, why));
        } finally {
            one.unlock();
        }
    }

    /** What was wrong a minute ago may be right now: a certificate has become valid, a key store can be reached again. */
    private void retry(String name) {
        one.lock();
        try {
            if (retries.wants(name)) {
                Optional<String> failure = take(name, bundle(name));
                failure.filter(why -> !why.equals(reloads.of(name).failure())).ifPresent(why -> failed(name, why));
            }
        } finally {
            one.unlock();
        }
    }

    /** Why the keys of this bundle are not taken; empty if they are. */
    private Optional<String> take(String name, SslBundle updated) {
        TlsKeys before = current.get(name);
        try {
            current.put(name, read(updated));
            for (NettyReactor reactor : reactors) {
                reactor.reloadTls(name);
            }
        } catch (SSLException | RuntimeException | LinkageError e) {
            restore(name, before);
            retries.wanted(name);
            return Optional.of(reason(e));
        }
        retries.done(name);
        succeeded(name, certificate(updated));
        return Optional.empty();
    }

    private void restore(String name, @Nullable TlsKeys before) {
        if (before == null) {
            current.remove(name);
        } else {
            current.put(name, before);
        }
    }

    private void succeeded(String name, @Nullable X509Certificate certificate) {
        if (certificate == null) {
            LOG.info("TLS bundle {} reloaded", name);
        } else {
            LOG.info(
                    "TLS bundle {} reloaded, certificate {} until {}",
                    name,
                    certificate.getSubjectX500Principal(),
                    certificate.getNotAfter().toInstant());
        }
        reloads.succeeded(name, certificate);
    }

    private void failed(String name, String reason) {
        LOG.warn(
                "TLS bundle {} not reloaded: {} (tried again every {})", name, reason, Seconds.of(ReloadRetries.EVERY));
        reloads.failed(name, reason);
    }

    // The first line only: in those which follow, Boot repeats what it takes for a file and may be half a key.
    private static String reason(Throwable failure) {
        String all = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return all.lines().findFirst().orElse(all);
    }

    private static TlsKeys read(SslBundle bundle) {
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

    /** Which a server shows; of several, the first. */
    private static @Nullable X509Certificate certificate(SslBundle bundle) {
        try {
            KeyStore store = bundle.getStores().getKeyStore();
            if (store == null) {
                return null;
            }
            String chosen = bundle.getKey().getAlias();
            for (String alias : chosen == null ? Collections.list(store.aliases()) : List.of(chosen)) {
                if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    return certificate;
                }
            }
            return null;
        } catch (KeyStoreException e) {
            return null; // it could be read a moment ago; and this is only for display
        }
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

    /** It is not defined. */
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
