package io.jtwisted.defer;

import org.jspecify.annotations.Nullable;

/** A stack for a block on the loop's own thread: a continuation. */
final class LoopStack implements Coroutine {
    private static final ThreadLocal<@Nullable Block<?>> CURRENT = new ThreadLocal<>();

    private final Continuations continuations;
    private @Nullable Object continuation;

    LoopStack(Continuations continuations) {
        this.continuations = continuations;
    }

    /** The block which runs on the calling thread, the innermost if one has resumed another. */
    static @Nullable Block<?> current() {
        return CURRENT.get();
    }

    @Override
    public void enter(Block<?> block) {
        Block<?> before = CURRENT.get();
        CURRENT.set(block);
        try {
            Object stack = continuation;
            if (stack == null) {
                stack = continuations.of(block);
                continuation = stack;
            }
            continuations.run(stack);
        } finally {
            CURRENT.set(before);
        }
    }

    @Override
    public void leave() {
        try {
            continuations.yieldHere();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "await() cannot wait here, inside a class initializer, native code, or synchronized", e);
        }
    }

    @Override
    public void release() {}
}
