package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import io.jtwisted.loop.LoopThread;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A stack for blocks, on any JDK: a thread which has the loop while the loop's own thread waits, so that it counts as
 * the loop's. The two pass a baton; never do both run.
 */
final class BlockThread extends Thread implements LoopThread, Coroutine {
    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

    private enum State {
        BUSY,
        IDLE,
        /** It has ended, or is about to. */
        GONE
    }

    private final Inline inline;
    private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);
    private final Gate goOn = new Gate();
    private final Gate givenBack = new Gate();
    private @Nullable Block<?> block;

    BlockThread(Inline inline, String name) {
        super(name);
        this.inline = inline;
        setDaemon(true);
    }

    @Override
    public Loop loop() {
        return inline.home();
    }

    /** The block which runs on it. For this thread. */
    @Nullable
    Block<?> block() {
        return block;
    }

    /** Has it for another block. False if it has just left. */
    boolean take() {
        return state.compareAndSet(State.IDLE, State.BUSY);
    }

    /** It has no more to do. For one which has ended a block. */
    void dismiss() {
        if (state.compareAndSet(State.IDLE, State.GONE)) {
            goOn.open();
        }
    }

    @Override
    public void enter(Block<?> next) {
        Thread before = inline.atWork(this);
        block = next;
        goOn.open();
        givenBack.pass();
        inline.atWork(before);
    }

    @Override
    public void leave() {
        givenBack.open();
        goOn.pass();
    }

    @Override
    public void release() {
        inline.idle(this);
    }

    @Override
    public void run() {
        goOn.pass();
        while (state.get() == State.BUSY) {
            runBlock();
            Thread.interrupted(); // it was meant for the block
            state.set(State.IDLE);
            givenBack.open();
            if (!goOn.passWithin(PATIENCE) && !state.compareAndSet(State.IDLE, State.GONE)) {
                goOn.pass(); // it was taken a moment ago
            }
        }
    }

    /** A method of its own: an idle thread would keep the block in its frame. */
    private void runBlock() {
        Block<?> now = block;
        if (now != null) {
            now.run();
        }
        block = null;
    }
}
