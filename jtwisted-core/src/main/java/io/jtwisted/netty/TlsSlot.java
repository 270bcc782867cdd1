package io.jtwisted.netty;

import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.netty.handler.ssl.SslContext;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keys of a server, made into a context which newer ones may replace. For any thread. */
final class TlsSlot {
    private final Tls tls;
    private final TlsKeys keys;
    private final AtomicReference<@Nullable SslContext> context = new AtomicReference<>();

    TlsSlot(Tls tls, TlsKeys keys) {
        this.tls = tls;
        this.keys = keys;
    }

    Tls tls() {
        return tls;
    }

    TlsKeys keys() {
        return keys;
    }

    boolean isOf(TlsKeys.Bundle bundle) {
        return keys.equals(bundle);
    }

    boolean isEmpty() {
        return context.get() == null;
    }

    /** The one for the next handshake. */
    SslContext context() {
        SslContext now = context.get();
        if (now == null) {
            throw new IllegalStateException("the keys have not been read yet");
        }
        return now;
    }

    /** Unless a reload has been quicker: what was asked for before it may be older. */
    void fill(SslContext first) {
        context.compareAndSet(null, first);
    }

    void replace(SslContext next) {
        context.set(next);
    }
}
