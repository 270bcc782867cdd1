package io.jtwisted.netty;

import io.jtwisted.net.HostResolver;
import io.jtwisted.net.TlsSource;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The {@link Settings} while they are being made, with what is usual. */
final class SettingsDraft {
    String name = "";
    NettyReactor.Io io = NettyReactor.Io.AUTO;
    boolean daemon;
    Duration drainTimeout = Duration.ofSeconds(2);
    Duration stopTimeout = Duration.ofSeconds(5);
    Duration blockedThreshold = Duration.ofMillis(500);
    Duration lagSampleInterval = Duration.ofSeconds(1);
    WorkSettings work = WorkSettings.usual();
    boolean mdc;
    long maxUnsent = -1;

    @Nullable
    HostResolver resolver;

    TlsSource tlsSource = TlsSource.none();
    BiConsumer<String, SslContextBuilder> sslContexts = (bundle, builder) -> {};
    Consumer<Thread> threadStart = Thread::start;

    void maxUnsent(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("expected a number of bytes, or zero for no limit, not " + bytes);
        }
        maxUnsent = bytes;
    }

    /** As they are now. */
    Settings settings() {
        return new Settings(
                name,
                io,
                daemon,
                drainTimeout,
                stopTimeout,
                blockedThreshold,
                lagSampleInterval,
                work,
                mdc,
                maxUnsent,
                resolver,
                tlsSource,
                sslContexts,
                threadStart);
    }
}
