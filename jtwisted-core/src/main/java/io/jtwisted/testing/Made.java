package io.jtwisted.testing;

import io.jtwisted.loop.LoopThread;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The reactors that a thread has made or used in this test: what is made between their turns is at home on the last of
 * them, and {@link NothingForgotten} looks at all of them. Apart from that, for JUnit need not be there.
 */
final class Made {
    private static final ThreadLocal<Made> HERE = ThreadLocal.withInitial(Made::new);

    private final Set<MemoryReactor> reactors = Collections.newSetFromMap(new WeakHashMap<>());

    /** Those in which something failed; they must not be garbage before they are asked for. */
    private final Set<MemoryReactor> troubled = new HashSet<>();

    /** Those to which another one of this thread has said something. */
    private final Queue<Turns> addressed = new ArrayDeque<>();

    private @Nullable Turns active;

    private Made() {}

    static Made here() {
        return HERE.get();
    }

    /** The test uses this one now. */
    void use(MemoryReactor reactor) {
        reactors.add(reactor);
        LoopThread.liveWith(reactor);
    }

    void trouble(MemoryReactor reactor) {
        reactors.add(reactor);
        troubled.add(reactor);
    }

    /** Those used since this was asked last, as far as they are still referenced; none of them is used any more. */
    Set<MemoryReactor> take() {
        Set<MemoryReactor> taken = new HashSet<>(reactors);
        reactors.clear();
        troubled.clear();
        addressed.clear();
        LoopThread.liveWith(null);
        return taken;
    }

    /** The one which calls right now; null between the turns. */
    @Nullable
    Turns active() {
        return active;
    }

    void activate(@Nullable Turns turns) {
        active = turns;
    }

    /** Another reactor has said something to this one, which must not wait until the test touches it. */
    void address(Turns turns) {
        addressed.add(turns);
    }

    @Nullable
    Turns nextAddressed() {
        return addressed.poll();
    }
}
