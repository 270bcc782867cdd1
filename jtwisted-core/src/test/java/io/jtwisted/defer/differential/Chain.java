package io.jtwisted.defer.differential;

import io.jtwisted.defer.Deferred;

/** One Deferred of Twisted's; for us a beginning and the link to go on with. */
final class Chain {
    final Deferred<Object> head;

    Deferred<Object> end;

    /** Whether a script may fire it: what it made with {@code new}, {@code succeed} or {@code fail}, and did not promise. */
    boolean fireable;

    /** Whether it may be forwarded to: nobody tried to fire it, and no canceller does. */
    boolean fresh;

    /** Whether something waits for its end: nobody can add to it any more. */
    boolean taken;

    /** Whether one of its own steps is running. */
    boolean running;

    /** Whether a step is just being added to it: if that runs at once, nobody has the new end yet. */
    boolean growing;

    Chain(Deferred<Object> head, boolean fireable, boolean fresh) {
        this.head = head;
        this.end = head;
        this.fireable = fireable;
        this.fresh = fresh;
    }

    /** One which is not the script's to fire. */
    Chain(Deferred<Object> head) {
        this(head, false, false);
    }

    /** Whether nobody can add to it now. */
    boolean spent() {
        return taken || growing;
    }
}
