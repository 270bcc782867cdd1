package io.jtwisted.net;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.DelayedCall;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * For makers of transports and reactors: the connections of one reactor, however they came, and the ports that it listens
 * on. Gives a connection its number and the {@link Ledger} where it counts, and sees connections off when a port or the
 * reactor closes. A {@link Connection} enters and leaves by itself. Belongs to the reactor's thread.
 */
public final class Connections {
    /** A connection that comes back each time is asked to leave again and again. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Reactor reactor;
    private final Listeners listeners;
    private final boolean mdc;
    private final Factories factories;
    private final Ledger outgoing;
    private final Set<Connection> open = new LinkedHashSet<>();
    private final Set<Port> ports = new LinkedHashSet<>();
    private final Set<Farewell> farewells = new LinkedHashSet<>();
    private long lastId;

    /**
     * With no connection yet.
     *
     * @param listeners those of the reactor
     * @param mdc whether protocols have their connection in the MDC, too, when they are called
     */
    public Connections(Reactor reactor, Listeners listeners, boolean mdc) {
        this(reactor, listeners, mdc, new Factories());
    }

    /** The same with a count of ports that tells of factories which cannot stop. */
    public Connections(Reactor reactor, Listeners listeners, boolean mdc, Factories factories) {
        this.reactor = reactor;
        this.listeners = listeners;
        this.mdc = mdc;
        this.factories = factories;
        this.outgoing = newLedger();
    }

    /** Where the connections are counted for which this reactor asked. */
    public Ledger outgoing() {
        return outgoing;
    }

    /** A new ledger, for the connections of a port on this reactor: see {@link Ledger#of}. Any thread. */
    public Ledger newLedger() {
        return new Ledger(this);
    }

    /** Counts the ports of each factory, of whatever kind the ports are: a factory is started once. */
    public Factories factories() {
        return factories;
    }

    /** This port listens. When the reactor stops, it is told to stop listening. */
    public void opened(Port port) {
        ports.add(port);
    }

    /** This port does not listen any more. A second time does nothing. */
    public void closed(Port port) {
        ports.remove(port);
    }

    /** Has all ports stop listening. */
    public void stopListening() {
        List.copyOf(ports).forEach(Port::stopListening);
    }

    Reactor reactor() {
        return reactor;
    }

    Listeners listeners() {
        return listeners;
    }

    boolean mdc() {
        return mdc;
    }

    /** A number for a new connection. */
    long nextId() {
        return ++lastId;
    }

    void opened(Connection connection) {
        open.add(connection);
        List.copyOf(farewells).forEach(farewell -> farewell.opened(connection));
    }

    void closed(Connection connection) {
        if (open.remove(connection)) {
            List.copyOf(farewells).forEach(farewell -> farewell.closed(connection));
        }
    }

    /** Those which are open now, the oldest first. */
    public List<Connection> open() {
        return List.copyOf(open);
    }

    /** What the open connections of this ledger have counted. */
    public List<ConnectionStatistics> statistics(Ledger of) {
        return open.stream()
                .filter(connection -> connection.account().isOf(of))
                .flatMap(connection -> Stream.ofNullable(connection.statistics()))
                .toList();
    }

    /**
     * Says goodbye to all connections, and aborts those which have not left in time.
     *
     * @return fires when none is left, with how many had to be aborted. Cancelled, it aborts none any more
     */
    public Deferred<Integer> seeOff(Duration patience) {
        return seeOff(connection -> true, patience);
    }

    /** The same with the connections of this ledger. */
    public Deferred<Integer> seeOff(Ledger of, Duration patience) {
        return seeOff(connection -> connection.account().isOf(of), patience);
    }

    private Deferred<Integer> seeOff(Predicate<Connection> whom, Duration patience) {
        Farewell farewell = new Farewell(whom);
        farewells.add(farewell);
        farewell.begin(patience);
        return farewell.done;
    }

    private final class Farewell {
        private final Predicate<Connection> whom;
        private final Deferred<Integer> done = new Deferred<>(cancelled -> leave());
        private int left;
        private int aborted;
        private @Nullable DelayedCall impatience;

        Farewell(Predicate<Connection> whom) {
            this.whom = whom;
        }

        void begin(Duration patience) {
            List<Connection> those = open.stream().filter(whom).toList();
            left = those.size();
            if (left == 0) {
                finish();
                return;
            }
            impatience = reactor.callLater(patience, this::lose);
            those.forEach(Connection::sayGoodbye);
        }

        void opened(Connection connection) {
            left += whom.test(connection) ? 1 : 0;
        }

        void closed(Connection connection) {
            left -= whom.test(connection) ? 1 : 0;
            if (left == 0) {
                finish();
            }
        }

        private void lose() {
            impatience = reactor.callLater(AGAIN, this::lose);
            List<Connection> those = open.stream().filter(whom).toList();
            aborted += those.size();
            those.forEach(Connection::cutOff);
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
