package io.jtwisted.defer;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What virtual threads are made of, {@code jdk.internal.vm.Continuation}: a stack which the loop's own thread enters and
 * leaves. From Java 21 on, and only where {@code java.base/jdk.internal.vm} is exported to us, by
 * {@code Add-Exports: java.base/jdk.internal.vm} in the manifest of the application's jar, or
 * {@code --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}. It is looked for once.
 */
record Continuations(MethodHandle make, MethodHandle enter, MethodHandle leave) { // the fields of records are fast
    private static final Logger LOG = LoggerFactory.getLogger(Inline.class);
    private static final @Nullable Continuations FOUND = find();

    /** Null if they are not to be had. */
    static @Nullable Continuations found() {
        return FOUND;
    }

    /** One which runs the block. */
    Object of(Runnable block) {
        try {
            return (Object) make.invokeExact(block);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Enters this one, until it yields or ends. */
    void run(Object continuation) {
        try {
            enter.invokeExact(continuation);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Leaves the innermost in which the caller is. An IllegalStateException if it cannot be left here. */
    void yieldHere() {
        try {
            leave.invokeExact();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException exception ? exception : new IllegalStateException(thrown);
    }

    private static @Nullable Continuations find() {
        if (Runtime.version().feature() < 21) {
            LOG.info("inline blocks run on threads of their own, which pass a baton");
            return null;
        }
        try {
            Continuations found = lookUp();
            LOG.info("inline blocks run on the loop's own thread, as continuations");
            return found;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.info("inline blocks run on threads of their own, which pass a baton; with 'Add-Exports:"
                    + " java.base/jdk.internal.vm' in the manifest of the main jar they run on the loop's, and faster");
            LOG.debug("no continuations", e);
            return null;
        }
    }

    private static Continuations lookUp() throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        Class<?> type = Class.forName("jdk.internal.vm.Continuation");
        Class<?> scopeType = Class.forName("jdk.internal.vm.ContinuationScope");
        lookup.accessClass(type); // says clearly that it is not exported
        Object scope = scopeType.getConstructor(String.class).newInstance("io.jtwisted.inline");
        MethodHandle make = lookup.findConstructor(type, methodType(void.class, scopeType, Runnable.class));
        MethodHandle enter = lookup.findVirtual(type, "run", methodType(void.class));
        MethodHandle leave = lookup.findStatic(type, "yield", methodType(boolean.class, scopeType));
        return new Continuations(
                make.bindTo(scope).asType(methodType(Object.class, Runnable.class)),
                enter.asType(methodType(void.class, Object.class)),
                leave.bindTo(scope).asType(methodType(void.class)));
    }
}
