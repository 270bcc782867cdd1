package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * For makers of reactors: blocks of sequential code which wait for Deferreds by {@link Deferred#await()}. Between two
 * waits a block has the loop: nothing else runs there, {@link Loop#current()} is the loop, and {@link Loop#inLoop()} is
 * true. Twisted: {@code inlineCallbacks}.
 *
 * <p>A block needs a stack of its own. Where continuations can be had it is one of those, and the block runs on the
 * loop's own thread. Else it is a thread which runs while the loop's waits: they pass a baton.
 *
 * <p>All but {@link #running()} and {@link #open()} belongs to the loop.
 */
public final class Inline {

    /** A kind of stack. */
    enum Stacks {
        THREADS,
        CONTINUATIONS;

        static Stacks best() {
            return Continuations.found() == null ? THREADS : CONTINUATIONS;
        }
    }

    private final Loop home;
    private final int limit;
    private final ContextCarrier context;
    private final Consumer<Runnable> turns;
    private final List<Block<?>> blocks = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Deque<BlockThread> idle = new ArrayDeque<>();
    private @Nullable Stacks stacks;
    private int threads;
    private boolean ended;
    private volatile @Nullable Thread running;

    /**
     * None yet.
     *
     * @param limit how many blocks there may be at a time
     * @param context what goes along with a block over its waits
     * @param turns runs what it is given now, in a turn of the loop
     */
    public Inline(Loop home, int limit, ContextCarrier context, Consumer<Runnable> turns) {
        this.home = home;
        this.limit = limit;
        this.context = context;
        this.turns = turns;
    }

    /** With stacks of this kind. */
    Inline on(Stacks kind) {
        stacks = kind;
        return this;
    }

    /**
     * Runs the block, now, up to its first wait.
     *
     * @return what the block returns or throws; to cancel it cancels what the block waits for, and the block may go on.
     *     Fails with {@link RejectedExecutionException} if there are too many
     */
    public <T extends @Nullable Object> Deferred<T> run(Callable<T> code) {
        if (ended) {
            return Deferred.fail(new RejectedExecutionException(home + " has stopped"));
        }
        if (blocks.size() >= limit) {
            return Deferred.fail(new RejectedExecutionException("no room for this block: " + limit
                    + " wait already, and " + home + " may have no more (inlineBlocks)"));
        }
        Block<T> block = new Block<>(this, code, stack());
        block.place = blocks.size();
        blocks.add(block);
        open.setRelease(blocks.size());
        return block.start();
    }

    /** The loop ends: whatever is waited for fails with a {@link java.util.concurrent.CancellationException}. */
    public void end() {
        ended = true;
        List.copyOf(blocks).forEach(Block::giveUp);
        idle.forEach(BlockThread::dismiss);
        idle.clear();
    }

    /** The thread of a block which has the loop now; null if the loop's own thread has it. Any thread. */
    public @Nullable Thread running() {
        return running;
    }

    /** How many blocks have begun and not ended. Any thread. */
    public int open() {
        return open.getAcquire();
    }

    Loop home() {
        return home;
    }

    ContextCarrier context() {
        return context;
    }

    boolean ended() {
        return ended;
    }

    /** Does this in a turn of the loop. */
    void enter(Runnable step) {
        turns.accept(step);
    }

    /** Has the last block take the place of this one. */
    void ended(Block<?> block) {
        Block<?> last = blocks.remove(blocks.size() - 1);
        open.setRelease(blocks.size());
        if (last != block) {
            blocks.set(block.place, last);
            last.place = block.place;
        }
    }

    /** This thread has the loop now. Gives the one which had it. */
    @Nullable
    Thread atWork(@Nullable Thread thread) {
        Thread before = running;
        running = thread;
        return before;
    }

    void idle(BlockThread thread) {
        if (ended) {
            thread.dismiss();
        } else {
            idle.addLast(thread);
        }
    }

    private Coroutine stack() {
        Stacks kind = stacks;
        if (kind == null) {
            kind = Stacks.best();
            stacks = kind;
        }
        Continuations found = Continuations.found();
        return kind == Stacks.CONTINUATIONS && found != null ? new LoopStack(found) : thread();
    }

    /** The one which was used last has the warmest caches. */
    private BlockThread thread() {
        for (BlockThread thread; (thread = idle.pollLast()) != null; ) {
            if (thread.take()) {
                return thread;
            }
        }
        BlockThread made = new BlockThread(this, home + "-inline-" + ++threads);
        made.start();
        return made;
    }
}
