package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.ContextCarrier;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.springframework.util.ClassUtils;

/** What goes along with work to other threads: the MDC, and what is registered with Micrometer where that is there. */
final class PropagatedContext {
    private static final String MICROMETER = "io.micrometer.context.ContextSnapshotFactory";

    private PropagatedContext() {}

    static ContextCarrier carrier() {
        return ClassUtils.isPresent(MICROMETER, null)
                ? ContextCarrier.mdc().and(Micrometer.carrier())
                : ContextCarrier.mdc();
    }

    /** Loaded only where its classes are there. */
    private static final class Micrometer {

        static ContextCarrier carrier() {
            // What the caller has not must not be seen either: else one request finds what another has left.
            ContextSnapshotFactory snapshots =
                    ContextSnapshotFactory.builder().clearMissing(true).build();
            return () -> {
                ContextSnapshot taken = snapshots.captureAll();
                return () -> {
                    ContextSnapshot.Scope scope = taken.setThreadLocals();
                    return scope::close;
                };
            };
        }
    }
}
