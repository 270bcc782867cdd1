package io.jtwisted.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test which forgot a failure: one that has reached the end of a chain, at home on a {@link MemoryReactor} which
 * the test's thread has made, and was handled by nobody. For JUnit: {@code @ExtendWith(NothingForgotten.class)}, or for
 * all tests at once {@code junit.jupiter.extensions.autodetection.enabled=true} in {@code junit-platform.properties}.
 *
 * <p>A test which means to forget one takes it: {@link MemoryReactor#takeForgotten()}. Twisted: trial fails a test which
 * leaves an error in the log.
 */
public final class NothingForgotten implements BeforeAllCallback, AfterEachCallback {
    private static final ThreadLocal<Set<MemoryReactor>> MADE =
            ThreadLocal.withInitial(() -> Collections.newSetFromMap(new WeakHashMap<>()));

    /** This one was made by this thread. */
    static void watch(MemoryReactor reactor) {
        MADE.get().add(reactor);
    }

    /** What other tests have left is not ours. */
    @Override
    public void beforeAll(ExtensionContext context) {
        MADE.remove();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<Throwable> forgotten = new ArrayList<>();
        MADE.get().forEach(reactor -> forgotten.addAll(reactor.takeForgotten()));
        MADE.remove();
        if (!forgotten.isEmpty()) {
            AssertionError error = new AssertionError("nobody handled " + forgotten
                    + ": end each chain in otherwise, return it, or assert what becomes of it");
            forgotten.forEach(error::addSuppressed);
            throw error;
        }
    }
}
