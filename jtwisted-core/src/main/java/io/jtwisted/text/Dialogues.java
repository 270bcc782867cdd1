package io.jtwisted.text;

import io.jtwisted.loop.VirtualThreads;
import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds a {@link Dialogue} on each connection, on a thread of its own: as many at a time as it may, no more. */
public final class Dialogues implements Factory {
    private static final Logger LOG = LoggerFactory.getLogger(Dialogue.class);

    private final Supplier<? extends Dialogue> dialogues;
    private final ThreadFactory threads;
    private final int limit;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger number = new AtomicInteger();

    private Dialogues(Supplier<? extends Dialogue> dialogues, ThreadFactory threads, int limit) {
        this.dialogues = dialogues;
        this.threads = threads;
        this.limit = limit;
    }

    /** 10,000 at a time on virtual threads, where this Java has them; else 200. */
    static Dialogues of(Supplier<? extends Dialogue> dialogues) {
        return VirtualThreads.available()
                ? new Dialogues(dialogues, VirtualThreads.factory(), 10_000)
                : new Dialogues(dialogues, Thread::new, 200);
    }

    /**
     * The same on virtual threads or not.
     *
     * @throws IllegalStateException if they are wanted before Java 21
     */
    public Dialogues virtualThreads(boolean wanted) {
        return new Dialogues(dialogues, wanted ? VirtualThreads.factory() : Thread::new, limit);
    }

    /**
     * The same with this many at a time; further connections are refused. Each has a thread.
     *
     * @throws IllegalArgumentException if there may be none
     */
    public Dialogues atMost(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("expected at least 1 dialogue, not " + most);
        }
        return new Dialogues(dialogues, threads, most);
    }

    @Override
    public @Nullable Protocol buildProtocol(Address peer) {
        if (held.get() >= limit) {
            LOG.debug("{} is refused: {} dialogues are held already", peer, limit);
            return null;
        }
        return new Speaker(this, dialogues.get());
    }

    /** A thread for one more, which is given back by {@link #ended}; null if there are too many. */
    @Nullable
    Thread begin(Runnable dialogue) {
        if (held.incrementAndGet() > limit) { // they may have connected at the same time
            held.decrementAndGet();
            return null;
        }
        Thread thread = threads.newThread(dialogue);
        thread.setName("dialogue-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    void ended() {
        held.decrementAndGet();
    }
}
