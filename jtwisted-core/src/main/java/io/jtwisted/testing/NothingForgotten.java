package io.jtwisted.testing;

import java.util.ArrayList;
import java.util.List;
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
    /** What other tests have left is not ours. */
    @Override
    public void beforeAll(ExtensionContext context) {
        Made.here().take();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    /** Looks at the reactors which this thread has made since it was asked last. */
    static void check() {
        List<Throwable> forgotten = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (MemoryReactor reactor : Made.here().take()) {
            forgotten.addAll(reactor.takeForgotten());
            failures.addAll(reactor.failures());
        }
        String complaint = (failures.isEmpty()
                        ? ""
                        : "exceptions that no test expected: " + failures
                                + "; a test that provokes them takes them by MemoryReactor.failures(). ")
                + (forgotten.isEmpty()
                        ? ""
                        : "failures of Deferreds that nothing handled: " + forgotten
                                + "; end each chain in otherwise, return it, or assert what becomes of it.");
        if (!complaint.isEmpty()) {
            AssertionError error = new AssertionError(complaint.strip());
            failures.forEach(error::addSuppressed);
            forgotten.forEach(error::addSuppressed);
            throw error;
        }
    }
}
