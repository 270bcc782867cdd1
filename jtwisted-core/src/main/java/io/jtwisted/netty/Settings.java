package io.jtwisted.netty;

import io.jtwisted.net.HostResolver;
import io.jtwisted.net.TlsSource;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a reactor was told before it was made ({@link NettyReactor.Builder}), as it was at that moment.
 *
 * @param name empty if none was given
 * @param maxUnsent negative if it was not given
 * @param resolver null for the operating system's, on threads of the reactor
 * @param threadStart starts the thread of a loop
 */
record Settings(
        String name,
        NettyReactor.Io io,
        boolean daemon,
        Duration drainTimeout,
        Duration stopTimeout,
        Duration blockedThreshold,
        Duration lagSampleInterval,
        WorkSettings work,
        boolean mdc,
        long maxUnsent,
        @Nullable HostResolver resolver,
        TlsSource tlsSource,
        BiConsumer<String, SslContextBuilder> sslContexts,
        Consumer<Thread> threadStart) {

    /** The name that the reactors of a group share. */
    String family() {
        return name.isEmpty() ? "jtwisted" : name;
    }

    /** How many bytes of memory the unsent bytes of one reactor of so many may take; zero for any number. */
    long maxUnsent(int reactors) {
        return maxUnsent >= 0 ? maxUnsent : Runtime.getRuntime().maxMemory() / 4 / reactors;
    }

    /** The watchdog of a reactor, or of the reactors of a group. */
    Watchdog watchdog(String whose) {
        return new Watchdog(whose + "-watchdog", blockedThreshold, lagSampleInterval);
    }
}
