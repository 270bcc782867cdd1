package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A failure which waits at the end of a chain, and is reported once the garbage collector knows that no step will
 * handle it. Must not know the {@link Failed} which it stands for: that would never be collected.
 */
final class Forgotten implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Deferred.class);
    private static final Cleaner CLEANER = Cleaner.create();

    private final Throwable cause;
    private final @Nullable Trail trail;
    private final @Nullable Unhandled account;
    private final AtomicBoolean settled = new AtomicBoolean();
    private Cleaner.@Nullable Cleanable collected;

    private Forgotten(Throwable cause, @Nullable Trail trail, @Nullable Unhandled account) {
        this.cause = cause;
        this.trail = trail;
        this.account = account;
    }

    static Forgotten watch(Failed failed, @Nullable Trail trail, @Nullable Unhandled account) {
        Forgotten forgotten = new Forgotten(failed.cause, trail, account);
        forgotten.collected = CLEANER.register(failed, forgotten);
        if (account != null) {
            account.add(forgotten);
        }
        return forgotten;
    }

    /** Reports a failure that no step can handle. */
    static void report(Throwable cause, @Nullable Loop home) {
        report("", cause, null, home instanceof Home accountable ? accountable.unhandled() : null);
    }

    private static void report(String when, Throwable cause, @Nullable Trail trail, @Nullable Unhandled account) {
        if (account != null) {
            account.reported(cause);
        }
        LOG.error("unhandled error in a Deferred{}{}", when, trail == null ? "" : trail, cause);
    }

    Throwable cause() {
        return cause;
    }

    /** A step handles it after all. False if it has been reported. */
    boolean forgive() {
        if (!settled.compareAndSet(false, true)) {
            return false;
        }
        leave();
        return true;
    }

    /** No step has, so far. */
    void report(String when) {
        if (settled.compareAndSet(false, true)) {
            leave();
            report(when, cause, trail, account);
        }
    }

    private void leave() {
        if (account != null) {
            account.remove(this);
        }
        if (collected != null) {
            collected.clean();
        }
    }

    @Override
    public void run() {
        report("");
    }
}
