package io.jtwisted.benchmarks.deferred;

import com.google.common.util.concurrent.FutureCallback;
import org.jspecify.annotations.Nullable;

/** The last step of a chain of Guava's, which knows no lambda for it. */
record Kept(Work work) implements FutureCallback<Integer> {

    @Override
    public void onSuccess(@Nullable Integer value) {
        if (value != null) {
            work.keep(value);
        }
    }

    @Override
    public void onFailure(Throwable cause) {
        work.recover(cause);
    }
}
