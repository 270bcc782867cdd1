package io.jtwisted;

import io.jtwisted.defer.Deferred;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Asks for many Deferreds, cancels them, and knows how many are still kept. */
final class Asking {
    private final List<WeakReference<Deferred<?>>> asked = new ArrayList<>();

    /** Asks and cancels one after the other. */
    void oneByOne(int times, Supplier<? extends Deferred<?>> ask) {
        for (int i = 0; i < times; i++) {
            Deferred<?> deferred = ask.get();
            asked.add(new WeakReference<>(deferred));
            cancel(deferred);
        }
    }

    /** Asks for all, then cancels the last first: what looks through a list for each takes long. */
    void together(int times, Supplier<? extends Deferred<?>> ask) {
        List<Deferred<?>> waiting = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            waiting.add(ask.get());
        }
        Collections.reverse(waiting);
        for (Deferred<?> deferred : waiting) {
            asked.add(new WeakReference<>(deferred));
            cancel(deferred);
        }
    }

    private static void cancel(Deferred<?> deferred) {
        deferred.otherwise(cancelled -> {});
        deferred.cancel();
    }

    int kept() {
        asked.removeIf(reference -> reference.get() == null);
        return asked.size();
    }
}
