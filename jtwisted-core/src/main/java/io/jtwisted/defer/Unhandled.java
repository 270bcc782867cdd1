package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The failures of the Deferreds at home on one loop that have reached the end of a chain and are not handled.
 * Each is reported once: logged and told, when the garbage collector knows that no step will handle it, or when the
 * loop stops. One which is handled within the turn in which it came costs a place in a list.
 */
public final class Unhandled {
    private static final int FRESH = 1_000;

    private final Loop home;
    private final Consumer<? super Throwable> told;
    private final AtomicLong reported = new AtomicLong();

    /** What they wait in that came in this turn. At home only. */
    private final List<Node> fresh = new ArrayList<>();

    private int crowd = FRESH;
    private boolean looks;

    private final Set<Forgotten> waiting = new LinkedHashSet<>(); // also its lock

    /** An account for this loop. Told of each failure as it is reported, on the thread which found it. */
    public Unhandled(Loop home, Consumer<? super Throwable> told) {
        this.home = home;
        this.told = told;
    }

    /**
     * Those that wait now, the oldest first; a step may still handle them. For any thread; but only at home those of
     * the present turn are among them.
     */
    public List<Throwable> waiting() {
        lookAtHome();
        synchronized (waiting) {
            return waiting.stream().map(Forgotten::cause).toList();
        }
    }

    /** How many were reported so far. For any thread. */
    public long reported() {
        return reported.get();
    }

    /** The loop has stopped: reports those which wait now, for the program may end before the garbage is collected. */
    public void stopped() {
        List<Forgotten> left;
        synchronized (waiting) {
            left = List.copyOf(waiting);
        }
        left.forEach(failure -> failure.report(" when " + home + " stopped"));
    }

    /** As {@link #waiting}; and they will not be reported: the caller answers for them. */
    public List<Throwable> take() {
        lookAtHome();
        List<Throwable> taken = new ArrayList<>();
        synchronized (waiting) {
            for (Forgotten failure : List.copyOf(waiting)) {
                if (failure.forgive()) {
                    taken.add(failure.cause());
                }
            }
        }
        return taken;
    }

    /** A failure has arrived at the end of a chain. At home, or anywhere if the home has ended. */
    void arrived(Node end) {
        if (!home.inLoop() || home.ended()) {
            end.watch(this);
            return;
        }
        if (fresh.size() >= crowd) {
            fresh.removeIf(node -> !node.waits());
            crowd = Math.max(FRESH, 2 * fresh.size());
        }
        fresh.add(end);
        if (!looks) {
            looks = true;
            home.callFromThread(this::look);
        }
    }

    private void lookAtHome() {
        if (home.inLoop()) {
            look();
        }
    }

    /** The turn is over. */
    private void look() {
        looks = false;
        crowd = FRESH;
        List<Node> now = List.copyOf(fresh);
        fresh.clear();
        now.forEach(node -> node.watch(this));
    }

    void add(Forgotten failure) {
        synchronized (waiting) {
            waiting.add(failure);
        }
    }

    void remove(Forgotten failure) {
        synchronized (waiting) {
            waiting.remove(failure);
        }
    }

    /** A failure that nothing handles, or can handle any more, has been logged: counts it, and tells. Any thread. */
    public void reported(Throwable cause) {
        reported.incrementAndGet();
        told.accept(cause);
    }
}
