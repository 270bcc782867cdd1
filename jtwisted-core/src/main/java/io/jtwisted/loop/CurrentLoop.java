package io.jtwisted.loop;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** Remembers for which loop a foreign thread works at the moment, and which one it plays between the turns. */
final class CurrentLoop {
    private static final ThreadLocal<@Nullable CurrentLoop> HERE = new ThreadLocal<>();

    private boolean busy;
    private @Nullable Loop running;
    private @Nullable WeakReference<Loop> resident;

    private CurrentLoop() {}

    static @Nullable Loop get() {
        CurrentLoop here = HERE.get();
        if (here == null) {
            return null;
        }
        return here.busy ? here.running : here.resident();
    }

    static boolean mayBlock() {
        CurrentLoop here = HERE.get();
        return here == null || here.running == null;
    }

    static void runAs(@Nullable Loop loop, Runnable task) {
        CurrentLoop here = here();
        boolean busyBefore = here.busy;
        Loop before = here.running;
        here.busy = true;
        here.running = loop;
        try {
            task.run();
        } finally {
            here.busy = busyBefore;
            here.running = before;
            here.forgetIfUnused();
        }
    }

    static void liveWith(@Nullable Loop loop) {
        CurrentLoop here = here();
        here.resident = loop == null ? null : new WeakReference<>(loop);
        here.forgetIfUnused();
    }

    private static CurrentLoop here() {
        CurrentLoop here = HERE.get();
        if (here == null) {
            here = new CurrentLoop();
            HERE.set(here);
        }
        return here;
    }

    private @Nullable Loop resident() {
        Loop loop = resident == null ? null : resident.get();
        return loop == null || loop.ended() ? null : loop;
    }

    private void forgetIfUnused() {
        if (!busy && resident == null) {
            HERE.remove();
        }
    }
}
