package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What makes chains run: the node of a chain, which a {@link Deferred} is. Two parties meet at {@code next}, the one
 * that brings the outcome and the one that adds a link, and the second of them runs the link; one compare-and-exchange
 * decides, so that a link runs once, whichever threads race. A node is three references and no more; it marks what is
 * over by a reference to itself, or by none, because to write one to an old object is what costs most with the JVM's
 * default collector.
 */
abstract sealed class Node permits Deferred {
    private static final Object NULL = new Object();
    private static final String SPENT =
            "this link is spent: go on with what the first add returned, or share it with Shared.of";
    private static final VarHandle STEP = handle("step");
    private static final VarHandle NEXT = handle("next");
    private static final VarHandle RESULT = handle("result");

    /**
     * In a link which has not run, its function. Else the home: a Loop, null if there is none, or an Origin which knows
     * more. Plain: a link is published by the exchange at {@code next}, and its home is written before the release of
     * its result.
     */
    private @Nullable Object step;

    /**
     * Null while neither link nor result is there; itself while a result waits; else the link that waits or took it.
     */
    @SuppressWarnings("UnusedVariable") // read through its handle
    private @Nullable Object next;

    /** Null in an unfired head; what a link waits for while it waits; then the outcome; itself when that is taken. */
    private @Nullable Object result;

    /** A head, with its home or what else it knows. */
    Node(@Nullable Object origin) {
        this.step = origin;
    }

    /** A head with its outcome. */
    Node(@Nullable Loop home, Object outcome) {
        this.step = home;
        this.next = this;
        this.result = outcome;
        VarHandle.releaseFence(); // any thread that gets it, by whatever way, must see that it has fired
    }

    /** A link: waits for {@code previous}. */
    Node(Node previous, Object function) {
        this.step = Objects.requireNonNull(function, "a step is missing");
        this.result = previous;
    }

    /** What a head knows which has no canceller. */
    static @Nullable Object origin(@Nullable Loop home) {
        return Trail.wanted() ? Traced.head(home) : home;
    }

    /** Cancels what this chain waits for, also where a link behind this one waits for it. */
    final void cancelChain() {
        cancel(true);
    }

    /** Cancels what this one waits for, and nothing for which a link behind it waits. */
    final void cancelBefore() {
        cancel(false);
    }

    private void cancel(boolean chain) {
        Node innermost = (chain ? lastRun() : this).innermost();
        if (innermost == null) {
            return;
        }
        Loop home = innermost.home();
        if (!Hop.isHome(home)) {
            Hop.to(home, () -> cancel(chain)); // looks again: from here, a step that runs and one that ran look alike
        } else if (RESULT.getAcquire(innermost) == null) {
            innermost.cancelHead(home);
        } else if (innermost.travels() && home != null && !home.ended()) {
            Hop.later(home, () -> cancel(chain)); // its result is still on its way to steps which may wait again
        }
    }

    /** The last link behind this one whose step has run, for that one may wait; this one if none has. */
    private Node lastRun() {
        Node node = this;
        while (RESULT.getAcquire(node) == node
                && NEXT.getAcquire(node) instanceof Node link
                && RESULT.getAcquire(link) != node // else its step runs now
                && !(link instanceof Relay) // belongs to another chain, which has taken the result
                && link != Links.NOBODYS) {
            node = link;
        }
        return node;
    }

    /** Where the way to what this one waits for ends; null if it is a circle. */
    final @Nullable Node innermost() {
        Node node = this;
        Node mark = this;
        long walked = 0;
        while (RESULT.getAcquire(node) instanceof Node awaited && awaited != node) {
            node = awaited;
            if (node == mark) {
                return null;
            }
            if ((++walked & (walked - 1)) == 0) {
                mark = node; // after 1, 2, 4, 8 ... steps: so a circle which begins later is found as well
            }
        }
        return node;
    }

    /**
     * What this link makes of the outcome before it: another outcome, or a Deferred to wait for. Called once, at home.
     */
    @Nullable
    Object apply(Object outcome) throws Throwable {
        throw new IllegalStateException("nothing is before the head of a chain");
    }

    /** The function of a link which has not run. */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"
    }) // each link knows what it was made with
    final <F> F function() {
        return (F) step;
    }

    /** The loop on which the steps run. */
    final @Nullable Loop home() {
        Node first = this;
        for (Node previous; (previous = first.beforeRun()) != null; ) {
            first = previous;
        }
        Object known = first.step;
        if (known == null) { // or the JVM looks for an interface in vain, which takes as long as all the rest
            return null;
        }
        return known instanceof Origin<?> origin ? origin.home() : (Loop) known;
    }

    /** What comes before this one, if it is a link which has not run: that one's next is this one. */
    private @Nullable Node beforeRun() {
        return RESULT.getAcquire(this) instanceof Node awaited && NEXT.getAcquire(awaited) == this ? awaited : null;
    }

    final <L extends Node> L add(L link) {
        Object waiting = NEXT.getAcquire(this); // a look costs less than an exchange in vain
        if (waiting == null) {
            waiting = NEXT.compareAndExchange(this, null, link);
            if (waiting == null) {
                return link;
            }
        }
        if (waiting != this || !NEXT.compareAndSet(this, this, link)) {
            throw new IllegalStateException(SPENT);
        }
        forgive();
        Loop home = home();
        if (Hop.isHome(home)) {
            runFresh(link, home);
        } else {
            Hop.to(home, () -> go(this, link, home));
        }
        return link;
    }

    /** Runs a link that no other code knows: none can follow it yet, and no exchange is needed. */
    private void runFresh(Node link, @Nullable Loop home) {
        Object outcome = link.run(take(), home);
        if (outcome == null) {
            return;
        }
        RESULT.setRelease(link, outcome); // a cancel may come here from the link before
        link.next = link;
        VarHandle.releaseFence(); // as in the constructor
        if (outcome instanceof Failed) {
            link.unhandledSoFar(home);
        }
    }

    final void fire(Object outcome) {
        if (tryFire(outcome) || (step instanceof Origin<?> origin && origin.swallow())) {
            return;
        }
        throw new IllegalStateException(
                RESULT.getAcquire(this) instanceof Node awaited && awaited != this
                        ? "this is a link of a chain: fire the Deferred where it begins"
                        : step instanceof Origin<?> origin && origin.isCancelled()
                                ? "already cancelled, and the one late fire was ignored before"
                                : "already fired");
    }

    /** Fires it if it has not fired. */
    final boolean tryFire(Object outcome) {
        if (!claim(outcome)) {
            return false;
        }
        if (step instanceof Origin<?> origin) {
            origin.fired();
        }
        settle();
        return true;
    }

    private boolean claim(Object outcome) {
        return RESULT.compareAndSet(this, null, outcome);
    }

    private void settle() {
        Loop home = home();
        if (Hop.isHome(home)) {
            settled(home);
        } else {
            Hop.to(home, () -> settled(home));
        }
    }

    private void cancelHead(@Nullable Loop home) {
        Object known = step;
        Origin<?> origin;
        if (known instanceof Origin<?> asked) {
            if (!asked.cancel(this)) {
                return; // another thread is at it, or the canceller itself
            }
            origin = asked;
        } else {
            origin = new Origin<>(home, null);
        }
        boolean first;
        synchronized (origin) { // a producer that comes second is told what happened when it is clear that it is second
            if (origin != known && !STEP.compareAndSet(this, known, origin)) {
                return; // another thread is at it
            }
            first = claim(new Failed(new CancelledException()));
            if (first) { // else the producer was faster, and has no fire left
                origin.cancelled();
            }
        }
        if (first) {
            origin.fired();
            settle();
        }
    }

    /** The outcome of a head is there. */
    private void settled(@Nullable Loop home) {
        Node link = arrive(home);
        if (link != null) {
            go(this, link, home);
        }
    }

    /** The outcome of this one is there: gives the link which waits for it, or leaves it for one to come. */
    private @Nullable Node arrive(@Nullable Loop home) {
        Object waiting = NEXT.getAcquire(this); // a link waits already, mostly, and a look costs less than an exchange
        if (waiting == null) {
            waiting = NEXT.compareAndExchange(this, null, this);
        }
        if (waiting == null && result instanceof Failed) {
            unhandledSoFar(home);
        }
        return (Node) waiting;
    }

    /** The same for a link, whose outcome need not be looked for if a link follows it already. */
    private @Nullable Node pass(Object outcome, @Nullable Loop home) {
        Object waiting = NEXT.getAcquire(this);
        if (waiting != null) {
            RESULT.setRelease(this, this);
            return (Node) waiting;
        }
        RESULT.setRelease(this, outcome);
        Node following = arrive(home);
        if (following != null) {
            take();
        }
        return following;
    }

    /** A step that handles it may still be added within this turn; most are. */
    final void unhandledSoFar(@Nullable Loop home) {
        if (home instanceof Home accountable) {
            accountable.unhandled().arrived(this);
        } else {
            Hop.later(home, () -> watch(null));
        }
    }

    /** Has the failure reported that waits here, if one does and no step comes for it. */
    final void watch(@Nullable Unhandled account) {
        if (RESULT.getAcquire(this) instanceof Failed failed) {
            failed.watch(this, step instanceof Traced<?> traced ? traced.trail() : null, account);
        }
    }

    /** Whether the outcome is there and was not taken. */
    final boolean waits() {
        return NEXT.getAcquire(this) == this;
    }

    /**
     * Takes the outcome that waits, for callers that need no link. Null if it is not there, or another thread was
     * faster.
     */
    final @Nullable Object takeWaiting() {
        if (!waits() || !NEXT.compareAndSet(this, this, Links.NOBODYS)) { // as spent as one that a link follows
            return null;
        }
        forgive();
        return take();
    }

    /** Whether a link follows it. */
    final boolean spent() {
        Object waiting = NEXT.getAcquire(this);
        return waiting != null && waiting != this;
    }

    /** The same of a link that none follows. */
    final boolean hasArrived() {
        if (spent()) {
            throw new IllegalStateException(SPENT);
        }
        return waits();
    }

    /** Whether the outcome is on its way home, to a link which waits there. */
    private boolean travels() {
        return spent() && RESULT.getAcquire(this) != this;
    }

    /** Called by the thread that has just won the outcome that waited here. */
    private void forgive() {
        if (result instanceof Failed failed) {
            failed.taken();
        }
    }

    /** Runs along the chain. A loop, not a recursion: a long chain needs no deep stack. */
    private static void go(Node done, Node waiting, @Nullable Loop waitingAt) {
        Node link = waiting;
        Loop home = waitingAt;
        @Nullable Object outcome = done.take();
        while (true) {
            if (link instanceof Relay relay) {
                link = relay.outer();
                home = link.home();
                if (!Hop.isHome(home)) {
                    RESULT.setRelease(link, outcome);
                    link.settle();
                    return;
                }
            } else {
                outcome = link.run(outcome, home);
                if (outcome == null) {
                    return;
                }
            }
            Node following = link.pass(outcome, home);
            if (following == null) {
                return;
            }
            link = following;
        }
    }

    /** Runs this link. Null if its outcome is still to come; then another thread may be at it already. */
    private @Nullable Object run(Object before, @Nullable Loop home) {
        Object outcome;
        try {
            outcome = apply(before);
        } catch (Throwable e) {
            outcome = new Failed(e);
        }
        step = Trail.wanted() && result instanceof Node previous && previous.step instanceof Traced<?> traced
                ? traced.link()
                : home;
        return outcome instanceof Node inner ? waitFor(inner) : outcome;
    }

    private @Nullable Object waitFor(Node inner) {
        if (comesFromHere(inner)) {
            return new Failed(new IllegalStateException("a step returned the Deferred which waits for it"));
        }
        RESULT.setRelease(this, inner); // so that cancel finds it
        Relay relay = new Relay(inner, this);
        Object waiting = NEXT.compareAndExchange(inner, null, relay);
        if (waiting == null) {
            return null;
        }
        if (waiting == inner && NEXT.compareAndSet(inner, inner, relay)) {
            inner.forgive();
            return inner.take();
        }
        return new Failed(new IllegalStateException(SPENT));
    }

    /** Whether this is a link of the chain which ends with that one: each would wait for the other. */
    private boolean comesFromHere(Node end) {
        @Nullable Node node = end;
        while (node != null && node != this) {
            node = node.beforeRun();
        }
        return node == this;
    }

    private Object take() {
        Object outcome = result;
        RESULT.setRelease(this, this); // a thread that sees it must see the home as well
        return outcome == null ? NULL : outcome;
    }

    static Object encode(@Nullable Object value) {
        if (value instanceof Deferred) {
            return new Failed(
                    new IllegalStateException("a step returned a Deferred: use chainCallback to wait for it"));
        }
        return value == null ? NULL : value;
    }

    /** The value that was encoded. */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"
    }) // only links put something into a chain
    static <V extends @Nullable Object> V decode(Object outcome) {
        return (V) (outcome == NULL ? null : outcome);
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(Node.class, field, Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
