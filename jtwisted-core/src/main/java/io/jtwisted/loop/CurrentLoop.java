package io.jtwisted.loop;

import org.jspecify.annotations.Nullable;

/** Remembers for which loop a foreign thread works at the moment. */
final class CurrentLoop {
    private static final ThreadLocal<@Nullable Loop> CURRENT = new ThreadLocal<>();

    private CurrentLoop() {}

    static @Nullable Loop get() {
        return CURRENT.get();
    }

    static void runAs(Loop loop, Runnable task) {
        Loop before = CURRENT.get();
        CURRENT.set(loop);
        try {
            task.run();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }
}
