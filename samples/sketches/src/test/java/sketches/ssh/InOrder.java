package sketches.ssh;

import io.jtwisted.net.Reactor;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Blocking work on the reactor's threads for it, one after the other. Belongs to the reactor. */
final class InOrder {
    private final Reactor reactor;
    private final Consumer<Throwable> failed;
    private final Queue<Callable<?>> waiting = new ArrayDeque<>();
    private boolean working;

    /** @param failed told on the reactor what a work has thrown */
    InOrder(Reactor reactor, Consumer<Throwable> failed) {
        this.reactor = reactor;
        this.failed = failed;
    }

    void add(Callable<?> work) {
        waiting.add(work);
        next();
    }

    private void next() {
        Callable<?> work = working ? null : waiting.poll();
        if (work != null) {
            working = true;
            reactor.deferToThread(work)
                    .always(() -> {
                        working = false;
                        next();
                    })
                    .otherwise(failed::accept);
        }
    }
}
