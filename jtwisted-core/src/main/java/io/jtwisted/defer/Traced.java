package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a node knows when debugging is on: beside the rest, where its chain was made and fired. */
final class Traced<T extends @Nullable Object> extends Origin<T> {
    private final Trail trail;

    private final boolean hasCanceller;

    Traced(@Nullable Loop home, Consumer<? super Deferred<T>> canceller) {
        super(home, canceller);
        this.trail = new Trail();
        this.hasCanceller = true;
    }

    private Traced(@Nullable Loop home, Trail trail) {
        super(home, null);
        this.trail = trail;
        this.hasCanceller = false;
    }

    /** Of a head without a canceller. */
    static Traced<?> head(@Nullable Loop home) {
        return new Traced<>(home, new Trail());
    }

    /** Of a link which has run. */
    Traced<?> link() {
        return new Traced<>(home(), trail);
    }

    Trail trail() {
        return trail;
    }

    @Override
    boolean cancel(Node head) {
        return !hasCanceller || super.cancel(head);
    }

    @Override
    void fired() {
        super.fired();
        trail.firedHere();
    }
}
