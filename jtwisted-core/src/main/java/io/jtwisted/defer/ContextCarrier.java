package io.jtwisted.defer;

/**
 * Takes along what belongs to a thread and not to a call, the MDC of the logs for example, when work goes on elsewhere:
 * to the thread of {@code deferToThread} and back to the steps which wait for its result, and over each {@code await} of
 * an inline block. Any number of threads may use one. Twisted: {@code context.call}, which its thread pool does, too.
 */
@FunctionalInterface
public interface ContextCarrier {

    /** Takes what the calling thread has now. */
    Snapshot capture();

    /** What a thread had. It can be put into place any number of times. */
    @FunctionalInterface
    interface Snapshot {

        /** Puts it into place on the calling thread, until the scope is closed. */
        Scope restore();
    }

    /** As long as it is open, a thread has what another had. Closing it, on the same thread, brings back its own. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {

        @Override
        void close();
    }

    /** Takes nothing along, and costs nothing. */
    static ContextCarrier none() {
        return Baggage.NONE;
    }

    /** Takes SLF4J's MDC along, whole. */
    static ContextCarrier mdc() {
        return Baggage.MDC;
    }

    /** Takes along what this one and then the other takes. */
    default ContextCarrier and(ContextCarrier other) {
        return () -> {
            Snapshot first = capture();
            Snapshot second = other.capture();
            return () -> {
                Scope outer = first.restore();
                Scope inner = second.restore();
                return () -> {
                    inner.close();
                    outer.close();
                };
            };
        };
    }
}
