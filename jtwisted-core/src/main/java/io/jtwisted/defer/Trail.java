package io.jtwisted.defer;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a Deferred was made and where it was fired: kept when debugging is on. */
final class Trail {
    private static final AtomicBoolean DEBUGGING = new AtomicBoolean(Boolean.getBoolean("jtwisted.defer.debug"));
    private static final Set<String> OURS = Stream.of(
                    Trail.class, Traced.class, Origin.class, Node.class, Deferred.class)
            .map(Class::getName)
            .collect(Collectors.toSet());
    private static final int FRAMES = 20;

    private final Throwable made = new Throwable();
    private volatile @Nullable Throwable fired;

    /** Whether to keep trails. Read plainly, for every Deferred asks. */
    static boolean wanted() {
        return DEBUGGING.getPlain();
    }

    static void want(boolean wanted) {
        DEBUGGING.set(wanted);
    }

    void firedHere() {
        fired = new Throwable();
    }

    @Override
    public String toString() {
        Throwable where = fired;
        return "\n made" + frames(made) + (where == null ? "" : "\n fired" + frames(where));
    }

    /** Without the engine's own frames on top. */
    private static String frames(Throwable stack) {
        return Arrays.stream(stack.getStackTrace())
                .dropWhile(frame -> OURS.contains(frame.getClassName()))
                .limit(FRAMES)
                .map(frame -> "\n\tat " + frame)
                .collect(Collectors.joining());
    }
}
