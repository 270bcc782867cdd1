package io.jtwisted.testing;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test in which something went wrong that it did not expect, on a {@link MemoryReactor} that the thread of the test
 * has made or used: a protocol, a timed call or other code of the user threw an exception that is not the peer's fault, or
 * a failure reached the end of a chain and nothing handled it. For JUnit: {@code @ExtendWith(NothingForgotten.class)}, or
 * for all tests at once {@code junit.jupiter.extensions.autodetection.enabled=true} in {@code junit-platform.properties}.
 *
 * <p>A test that provokes such a thing takes it: {@link MemoryReactor#failures()}, {@link MemoryReactor#takeForgotten()}.
 * After each test its thread belongs to no reactor any more. Twisted: trial fails a test that leaves an error in the log.
 */
public final class NothingForgotten implements BeforeAllCallback, AfterEachCallback {
    /** What other tests have left does not count. */
    @Override
    public void beforeAll(ExtensionContext context) {
        Made.here().take();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    /** Looks at the reactors that this thread has made or used since it was asked last. */
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
