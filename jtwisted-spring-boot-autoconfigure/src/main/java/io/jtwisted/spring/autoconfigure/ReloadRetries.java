package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Reactor;
import io.jtwisted.net.SystemEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has reloads which failed tried again until they succeed. Boot tells of a file when it changes, and never again; but a
 * certificate which is not valid yet will be, without any change. For any thread.
 */
final class ReloadRetries {
    static final Duration EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(SslBundleKeys.class);

    private final Consumer<String> again;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Reactor reactor;
    private boolean waiting; // on the reactor only

    /** @param again tries the bundle of this name; on a thread of the pool */
    ReloadRetries(Consumer<String> again) {
        this.again = again;
    }

    /** Keeps the time on this reactor, also after it has stopped and started again. */
    void on(Reactor clock) {
        reactor = clock;
        clock.addSystemEventTrigger(SystemEvent.AFTER_STARTUP, () -> {
            waiting = false;
            waitForNext(clock);
        });
    }

    boolean wants(String bundle) {
        return failed.contains(bundle);
    }

    void wanted(String bundle) {
        failed.add(bundle);
        Reactor clock = reactor;
        if (clock != null && clock.running()) {
            clock.call(() -> waitForNext(clock)).otherwise(stopped -> LOG.debug("tried again when it runs", stopped));
        }
    }

    void done(String bundle) {
        failed.remove(bundle);
    }

    private void waitForNext(Reactor clock) {
        if (!waiting && !failed.isEmpty()) {
            waiting = true;
            clock.callLater(EVERY, () -> tryAgain(clock));
        }
    }

    private void tryAgain(Reactor clock) {
        waiting = false;
        clock.deferToThread(() -> {
                    List.copyOf(failed).forEach(again);
                    return failed.size();
                })
                .always(() -> waitForNext(clock))
                .otherwise(failure -> LOG.warn("a TLS bundle could not be tried again", failure));
    }
}
