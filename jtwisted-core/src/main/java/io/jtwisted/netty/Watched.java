package io.jtwisted.netty;

import io.jtwisted.defer.Unhandled;
import io.jtwisted.net.Connections;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Listeners;
import io.jtwisted.net.MemoryStatistics;
import io.jtwisted.net.Port;
import io.jtwisted.net.PortStatistics;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.ReactorStatistics;
import io.jtwisted.net.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reactor as seen from outside: its watchdog, its listeners, its statistics. */
final class Watched {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);

    private final NettyReactor reactor;
    private final Listeners listeners = new Listeners();
    private final Watchdog watchdog;
    private final Connections connections;
    private final Unhandled unhandled;
    private final Pulse pulse = new Pulse();
    private final Shortage shortage = new Shortage();
    private final AtomicLong blocked = new AtomicLong();
    private final AtomicLong life = new AtomicLong();
    private volatile @Nullable Blockade blockade;
    private volatile @Nullable Duration lag;
    private volatile boolean sampling;

    /** The pulse when the watchdog last looked, and when it saw that for the first time. For its thread. */
    private long seen;

    private long since;

    Watched(NettyReactor reactor, Watchdog watchdog, boolean mdc) {
        this.reactor = reactor;
        this.watchdog = watchdog;
        this.connections = new Connections(reactor, listeners, mdc);
        listeners.add(new ReactorListener() {
            @Override
            public void failed(@Nullable Port port, Transport transport, Throwable cause) {
                shortage.note(cause);
            }
        });
        this.unhandled =
                new Unhandled(reactor, cause -> listeners.tell(listener -> listener.unhandled(reactor, cause)));
    }

    /** What the loop writes in each of its lives. */
    Pulse pulse() {
        return pulse;
    }

    /** When it had no memory. */
    Shortage shortage() {
        return shortage;
    }

    /** A life of the reactor begins. */
    void begin() {
        life.incrementAndGet();
        sampling = false;
        watchdog.watch(this);
    }

    /** The loop makes no more calls. On its thread. */
    void end() {
        pulse.waits();
        watchdog.leave(this);
        unhandled.stopped();
    }

    Listeners listeners() {
        return listeners;
    }

    /** All that there are, however they came. */
    Connections connections() {
        return connections;
    }

    Unhandled unhandled() {
        return unhandled;
    }

    /** For any thread. */
    ReactorStatistics statistics(long pendingCalls, @Nullable NettyLoop loop) {
        PortStatistics clients = Ledger.total(List.of(connections.outgoing()));
        return new ReactorStatistics(
                pendingCalls,
                loop == null ? 0 : loop.delayedCalls(),
                clients.opened(),
                clients.closed(),
                clients.received(),
                clients.sent(),
                blocked.get(),
                unhandled.reported(),
                new MemoryStatistics(
                        loop == null ? 0 : loop.buffers().unsent().total(),
                        loop == null ? 0 : loop.shed(),
                        shortage.number(),
                        shortage.ago()),
                busy(),
                lag);
    }

    /** For how long it is blocked now; zero if it is not. */
    private Duration busy() {
        Blockade now = blockade;
        return now != null && pulse.get() == now.number
                ? Duration.ofNanos(LoopClock.nanos() - now.since)
                : Duration.ZERO;
    }

    /**
     * Is it blocked? On the watchdog's thread.
     *
     * @param now nanoseconds, as the threshold
     * @param stood for how long of the time since the last look nothing ran here, not even the watchdog
     */
    void look(long now, long stood, long threshold) {
        long number = pulse.get();
        if (number != seen) {
            goesOn(now);
            seen = number;
            since = now;
            return;
        }
        since += stood;
        if (Pulse.isAtWork(number) && blockade == null && now - since >= threshold) {
            blocks(number, Duration.ofNanos(now - since));
        }
    }

    private void blocks(long number, Duration soFar) {
        Thread thread = reactor.thread();
        List<StackTraceElement> stack = List.of(thread.getStackTrace());
        Contention contention = Contention.of(thread, reactor.work().openBlocks());
        if (pulse.get() != number) {
            return; // just now: the stack is of what came after
        }
        blocked.incrementAndGet();
        blockade = new Blockade(number, since);
        LOG.warn(
                "{} is blocked: one call, or one look at the network with all its events, has taken {} ms so far, and"
                        + " everything else waits{}",
                reactor,
                soFar.toMillis(),
                contention == null ? "" : "; " + contention.words(),
                stack(thread, stack, contention));
        listeners.tell(listener -> listener.blocked(reactor, soFar, stack));
    }

    private static ThreadStack stack(Thread thread, List<StackTraceElement> elements, @Nullable Contention contention) {
        ThreadStack stack = new ThreadStack(thread.getName(), elements);
        if (contention != null && contention.holder() != null) {
            stack.addSuppressed(new ThreadStack(contention.holder().getThreadName(), contention.stack()));
        }
        return stack;
    }

    private void goesOn(long now) {
        Blockade over = blockade;
        blockade = null;
        if (over != null) {
            LOG.info(
                    "{} goes on, after {} ms or less",
                    reactor,
                    Duration.ofNanos(now - over.since).toMillis());
        }
    }

    /** How long do calls wait? One at a time: of a blocked reactor that is the one which has waited longest. */
    void sample() {
        if (sampling) {
            return;
        }
        sampling = true;
        long asked = LoopClock.nanos();
        long current = life.get();
        reactor.callFromThread(() -> sampled(current, Duration.ofNanos(LoopClock.nanos() - asked)));
    }

    private void sampled(long asked, Duration waited) {
        if (asked == life.get()) { // else it has waited for the reactor to be started again
            sampling = false;
            lag = waited;
            listeners.tell(listener -> listener.lag(reactor, waited));
        }
    }

    /** The pulse which does not change, and since when. */
    private record Blockade(long number, long since) {}
}
