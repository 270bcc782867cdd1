package io.jtwisted.net;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.Clock;
import io.jtwisted.loop.DelayedCall;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** For makers of reactors: the connections of one, and how they are seen off. Belongs to the reactor's thread. */
public final class Connections<C extends Connection> {
    /** A connection that comes back each time is asked to leave again and again. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Clock clock;
    private final Consumer<C> goodbye;
    private final Consumer<C> abort;
    private final Set<C> open = new LinkedHashSet<>();
    private final Set<Farewell> farewells = new LinkedHashSet<>();

    /**
     * With no connection yet.
     *
     * @param goodbye tells the protocol of a connection to leave
     * @param abort closes a connection at once
     */
    public Connections(Clock clock, Consumer<C> goodbye, Consumer<C> abort) {
        this.clock = clock;
        this.goodbye = goodbye;
        this.abort = abort;
    }

    /** The connection is there. */
    public void opened(C connection) {
        open.add(connection);
        List.copyOf(farewells).forEach(farewell -> farewell.opened(connection));
    }

    /** Nothing is left of the connection. A second time does nothing. */
    public void closed(C connection) {
        if (open.remove(connection)) {
            List.copyOf(farewells).forEach(farewell -> farewell.closed(connection));
        }
    }

    /** Those which are open now, the oldest first. */
    public List<C> open() {
        return List.copyOf(open);
    }

    /** What those of these which are open have counted. */
    public List<ConnectionStatistics> statistics(Predicate<? super C> which) {
        return open.stream()
                .filter(which)
                .flatMap(connection -> Stream.ofNullable(connection.statistics()))
                .toList();
    }

    /**
     * Says goodbye to these, and aborts those which have not left in time.
     *
     * @return fires when none is left, with how many had to be aborted. Cancelled, it aborts none any more
     */
    public Deferred<Integer> seeOff(Predicate<? super C> whom, Duration patience) {
        Farewell farewell = new Farewell(whom);
        farewells.add(farewell);
        farewell.begin(patience);
        return farewell.done;
    }

    private final class Farewell {
        private final Predicate<? super C> whom;
        private final Deferred<Integer> done = new Deferred<>(cancelled -> leave());
        private int left;
        private int aborted;
        private @Nullable DelayedCall impatience;

        Farewell(Predicate<? super C> whom) {
            this.whom = whom;
        }

        void begin(Duration patience) {
            List<C> those = open.stream().filter(whom).toList();
            left = those.size();
            if (left == 0) {
                finish();
                return;
            }
            impatience = clock.callLater(patience, this::lose);
            those.forEach(goodbye);
        }

        void opened(C connection) {
            left += whom.test(connection) ? 1 : 0;
        }

        void closed(C connection) {
            left -= whom.test(connection) ? 1 : 0;
            if (left == 0) {
                finish();
            }
        }

        private void lose() {
            impatience = clock.callLater(AGAIN, this::lose);
            List<C> those = open.stream().filter(whom).toList();
            aborted += those.size();
            those.forEach(abort);
        }

        private void leave() {
            farewells.remove(this);
            if (impatience != null && impatience.active()) {
                impatience.cancel();
            }
        }

        private void finish() {
            leave();
            done.callback(aborted);
        }
    }
}
