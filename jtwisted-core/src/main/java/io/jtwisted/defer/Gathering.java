package io.jtwisted.defer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Waits for several Deferreds, whose homes may differ. */
final class Gathering<T extends @Nullable Object> {
    private final List<T> values;
    private final AtomicInteger missing;
    private final Deferred<List<T>> result;

    Gathering(List<? extends Deferred<? extends T>> gathered) {
        List<Deferred<? extends T>> deferreds = List.copyOf(gathered);
        values = new ArrayList<>(Collections.nCopies(deferreds.size(), null));
        missing = new AtomicInteger(deferreds.size());
        result = new Deferred<>(cancelled -> deferreds.forEach(Deferred::cancel));
        for (int i = 0; i < deferreds.size(); i++) {
            gather(i, deferreds.get(i));
        }
        if (deferreds.isEmpty()) {
            result.callback(List.of());
        }
    }

    Deferred<List<T>> result() {
        return result;
    }

    private <U extends T> void gather(int index, Deferred<U> deferred) {
        deferred.tap(value -> arrived(index, value)).otherwise(this::failed);
    }

    private void arrived(int index, T value) {
        synchronized (values) {
            values.set(index, value);
        }
        if (missing.decrementAndGet() == 0) {
            result.tryFire(Collections.unmodifiableList(values));
        }
    }

    private void failed(Throwable cause) {
        result.tryFire(new Failed(cause)); // the first one counts, and none after a cancel
    }
}
