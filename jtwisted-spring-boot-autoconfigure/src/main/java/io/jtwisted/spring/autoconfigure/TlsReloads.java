package io.jtwisted.spring.autoconfigure;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of the reloads of SSL bundles: for metrics, health and the endpoint. For any thread. */
final class TlsReloads {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReloads.class);

    private final InstantSource clock;
    private final Map<String, Reload> byBundle = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, Reload>> listeners = new CopyOnWriteArrayList<>();

    /**
     * The reloads of one bundle.
     *
     * @param successes how often new keys were taken
     * @param failures how often the old ones stayed, because the new ones were of no use
     * @param failure why, the last time; null if the last reload was a success, or there was none
     * @param at when the last reload was; null if there was none
     * @param certificate which servers show; null if there is none in the bundle
     */
    record Reload(
            long successes,
            long failures,
            @Nullable String failure,
            @Nullable Instant at,
            @Nullable X509Certificate certificate) {
        static final Reload NONE = new Reload(0, 0, null, null, null);

        /** When the certificate expires; null if there is none. */
        @Nullable
        Instant notAfter() {
            return certificate == null ? null : certificate.getNotAfter().toInstant();
        }
    }

    TlsReloads(InstantSource clock) {
        this.clock = clock;
    }

    /** All bundles which were ever asked for, by name; those without a reload too. */
    Map<String, Reload> all() {
        return new TreeMap<>(byBundle);
    }

    /** Those of one bundle; zeros for one which was never asked for. */
    Reload of(String bundle) {
        return byBundle.getOrDefault(bundle, Reload.NONE);
    }

    /** Calls this after each reload, on the thread of the reload. */
    void onReload(BiConsumer<String, Reload> listener) {
        listeners.add(listener);
    }

    /** The bundle is in use from now on. */
    void used(String bundle, @Nullable X509Certificate certificate) {
        byBundle.putIfAbsent(bundle, new Reload(0, 0, null, null, certificate));
    }

    void succeeded(String bundle, @Nullable X509Certificate certificate) {
        record(bundle, now -> new Reload(now.successes() + 1, now.failures(), null, clock.instant(), certificate));
    }

    void failed(String bundle, String failure) {
        record(
                bundle,
                now -> new Reload(now.successes(), now.failures() + 1, failure, clock.instant(), now.certificate()));
    }

    private void record(String bundle, UnaryOperator<Reload> change) {
        used(bundle, null);
        Reload now = byBundle.computeIfPresent(bundle, (name, before) -> change.apply(before));
        listeners.forEach(listener -> tell(listener, bundle, now));
    }

    private static void tell(BiConsumer<String, Reload> listener, String bundle, @Nullable Reload now) {
        try {
            if (now != null) {
                listener.accept(bundle, now);
            }
        } catch (RuntimeException e) {
            LOG.error("{} failed when it was told of the reload of TLS bundle {}", listener, bundle, e);
        }
    }
}
