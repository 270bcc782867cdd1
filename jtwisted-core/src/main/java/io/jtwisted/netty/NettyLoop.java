package io.jtwisted.netty;

import io.jtwisted.loop.LoopThread;
import io.jtwisted.loop.TimedCalls;
import io.jtwisted.net.Connections;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ManualIoEventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a reactor's thread, from start to stop. Each pass makes the calls which other threads had queued when it
 * began, then the timed calls which are due, then lets Netty look at the network. We turn the wheel and Netty hangs on
 * it: Netty's own task queue keeps neither this order nor this fairness.
 *
 * <p>What a turn writes is gathered and leaves when the turn ends: after the calls of a pass, and after a few of its read
 * events. Clients that are answered together are woken together: waking one that sleeps costs less then.
 */
final class NettyLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);
    private static final long NO_WAIT = -1;
    private static final long ANY_WAIT = 0;

    /** A turn ends when it has written to so many connections, */
    private static final int TOGETHER = 8;

    /** Calls at a turn's end may ask for others, as a layer over a layer does; what is deeper than this waits a turn. */
    private static final int LEVELS = 16;

    /** or to one so much (bytes) that it is worth a system call of its own, */
    private static final int MUCH = LoopBuffers.GATHER_SIZE;

    /** or when what it wrote first has waited so long (nanoseconds): a slow protocol is its neighbours' trouble. */
    private static final long LONG = 100_000;

    /** How long (nanoseconds) Netty has for closing its channels when the loop ends. */
    private static final long PATIENCE = 2_000_000_000;

    private final CallQueue calls;
    private final Pulse pulse;
    private final Shortage shortage;
    private final Runnable ending;
    private final Runnable ended;
    private final LoopClock clock = new LoopClock();
    private final TimedCalls timedCalls = new TimedCalls(LoopClock::nanos, this::report);
    private final Connections connections;
    private final AtomicInteger delayedCalls = new AtomicInteger();
    private final ReactorThread thread;
    private final EventLoop eventLoop;
    private List<NettyConnection> touched = new ArrayList<>();
    private List<NettyConnection> spare = new ArrayList<>();
    private final LoopBuffers buffers;
    private final AtomicLong shed = new AtomicLong();
    private final Queue<Runnable> afterLook = new ArrayDeque<>();
    private final Queue<Runnable> atTurnEnd = new ArrayDeque<>();

    /** From before it looks for the last time whether it has to do something, until it is awake for sure. */
    private volatile boolean sleeps;

    private long wroteFirst;
    private boolean endingTurn;
    private boolean shedding;
    private boolean stopping;

    /**
     * Makes the thread, not yet started.
     *
     * @param ending is called on it when it is about to make the last calls
     * @param ended is called on it after that
     */
    NettyLoop(NettyReactor reactor, NetworkTransport transport, CallQueue calls, Runnable ending, Runnable ended) {
        this.calls = calls;
        this.pulse = reactor.watched().pulse();
        this.shortage = reactor.watched().shortage();
        this.ending = ending;
        this.ended = ended;
        this.buffers = new LoopBuffers(ByteBufAllocator.DEFAULT, () -> !touched.isEmpty(), reactor.maxUnsent());
        this.thread = new ReactorThread(reactor, this, reactor.name());
        this.eventLoop = new EventLoop(transport);
        this.connections = reactor.connections();
    }

    /** Starts the thread: a daemon, for it may be blocked when the program has to end. */
    void start(Consumer<Thread> starter) {
        thread.setDaemon(true);
        starter.accept(thread);
    }

    /** Gives back what a loop without a thread has. */
    void discard() {
        eventLoop.setOwningThread(Thread.currentThread());
        closeNetwork();
    }

    /** Lets the thread end after this pass. */
    void stop() {
        stopping = true;
    }

    Thread thread() {
        return thread;
    }

    /** Also on the thread of an inline block which has the loop: the others of those sleep. */
    boolean inLoop() {
        Thread current = Thread.currentThread();
        return current == thread || (current instanceof LoopThread other && other.loop() == thread.loop());
    }

    /** Something was queued; the thread may be asleep. Most often it is not, and a look costs less than waking it. */
    void wakeup() {
        if (sleeps && !inLoop()) {
            eventLoop.wakeup();
        }
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    TimedCalls timedCalls() {
        return timedCalls;
    }

    /** How many calls wait for their time. For any thread; as of the last pass. */
    int delayedCalls() {
        return delayedCalls.getOpaque();
    }

    LoopBuffers buffers() {
        return buffers;
    }

    LoopClock clock() {
        return clock;
    }

    /** This connection has something to send. */
    void touch(NettyConnection connection) {
        if (turnIsClean()) {
            wroteFirst = LoopClock.nanos();
        }
        touched.add(connection);
    }

    /** As {@link NettyReactor#atTurnEnd}. */
    void atTurnEnd(Runnable call) {
        if (turnIsClean()) {
            wroteFirst = LoopClock.nanos();
        }
        atTurnEnd.add(call);
    }

    /** Whether the end of this turn has nothing to do. */
    private boolean turnIsClean() {
        return touched.isEmpty() && atTurnEnd.isEmpty();
    }

    /** Makes the call when this channel, which is closed, is closed for the kernel too. For the loop's thread. */
    void whenGone(Channel channel, Runnable call) {
        // NIO closes a listening socket no sooner than its selector lets go of it: in the look at the network which
        // follows the deregistration, and that is one of Netty's tasks. Until then clients are let in.
        channel.eventLoop().execute(() -> afterLook.add(call));
    }

    /** This connection was read, and there may be others to be read in this turn. */
    void readEnded(@Nullable NettyConnection connection) {
        if (!turnIsClean()
                && (touched.size() >= TOGETHER
                        || connection != null && connection.unsent() > MUCH
                        || LoopClock.nanos() - wroteFirst > LONG)) {
            endTurn();
        }
    }

    /** How many connections were aborted because all had too much unsent. Any thread. */
    long shed() {
        return shed.getOpaque();
    }

    /** Some room, so that the next write does not ask again which connection has most. */
    private static long enough(long limit) {
        return limit - limit / 8;
    }

    /** Aborts the connections which have most unsent, if all of them together have too much. */
    void shedIfTooMuch() {
        UnsentMemory unsent = buffers.unsent();
        if (!unsent.isTooMuch() || shedding) {
            return;
        }
        shedding = true; // a connection that goes may have its neighbours write
        try {
            List<NettyConnection> worst = connections.open().stream()
                    .filter(connection -> connection instanceof NettyConnection && connection.connected())
                    .map(NettyConnection.class::cast)
                    .sorted(Comparator.comparingLong(NettyConnection::waiting).reversed())
                    .toList();
            for (NettyConnection connection : worst) {
                if (unsent.total() <= enough(unsent.limit())) {
                    break;
                }
                connection.shed(unsent.total(), unsent.limit());
                shed.setOpaque(shed.getPlain() + 1);
            }
        } finally {
            shedding = false;
        }
    }

    /** Sends what this turn wrote. What is written meanwhile, by producers which go on, is for the next turn. */
    void endTurn() {
        if (endingTurn || turnIsClean()) { // Netty may call back while it sends
            return;
        }
        endingTurn = true;
        try {
            makeAtTurnEnd();
            sendTouched();
        } finally { // else this loop would never write again
            endingTurn = false;
        }
    }

    private void makeAtTurnEnd() {
        for (int level = 0; level < LEVELS && !atTurnEnd.isEmpty(); level++) {
            for (int left = atTurnEnd.size(); left > 0; left--) {
                make(atTurnEnd.remove());
            }
        }
    }

    private void sendTouched() {
        List<NettyConnection> now = touched;
        touched = spare;
        spare = now;
        try {
            for (NettyConnection connection : now) {
                endTurn(connection);
            }
        } finally {
            now.clear();
        }
    }

    @SuppressWarnings("CatchingUnchecked") // no memory for the one must not end the turn of all
    private void endTurn(NettyConnection connection) {
        try {
            connection.endTurn();
        } catch (Exception | Error e) {
            fail(connection, e);
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private void fail(NettyConnection connection, Throwable cause) {
        try {
            connection.fail(cause);
        } catch (Exception | Error e) {
            report(e);
        }
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // the border: nothing but stop ends the loop
    public void run() {
        eventLoop.setOwningThread(thread);
        try {
            while (!stopping) {
                try {
                    pass();
                } catch (Exception | Error e) {
                    report(e);
                }
            }
        } finally {
            end();
        }
    }

    private void pass() {
        pulse.newPass();
        clock.newTurn();
        makeCalls();
        timedCalls.runDue();
        endTurn();
        clock.newTurn();
        delayedCalls.setOpaque(timedCalls.size());
        int looking = afterLook.size();
        eventLoop.run(sleep(), 0);
        sleeps = false;
        makeAfterLook(looking);
        endTurn();
    }

    private void makeCalls() {
        long mark = calls.mark();
        for (Runnable call; (call = calls.take(mark)) != null; ) {
            make(call);
        }
    }

    private void makeAfterLook(int number) {
        for (int i = 0; i < number; i++) {
            make(afterLook.remove());
        }
    }

    @SuppressWarnings("CatchingUnchecked") // the border: what a call throws must not stop the loop
    private void make(Runnable call) {
        try {
            call.run();
        } catch (Exception | Error e) {
            report(e);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // there may be no memory for the words, and that must not end the loop
    private void report(Throwable thrown) {
        try {
            shortage.note(thrown);
            LOG.error("a call threw an exception", thrown);
        } catch (Exception | Error e) {
            shortage.note(e);
        }
    }

    /** How long it may sleep. */
    private long sleep() {
        if (untilNextCall() == NO_WAIT) {
            return NO_WAIT;
        }
        sleeps = true; // from now on it is woken, so it has to look again for what came before
        return untilNextCall();
    }

    private long untilNextCall() {
        if (stopping || eventLoop.mustNotBlock()) {
            return NO_WAIT;
        }
        long nanos = timedCalls.untilNext();
        return nanos < 0 ? ANY_WAIT : nanos == 0 ? NO_WAIT : nanos;
    }

    private void closeNetwork() {
        eventLoop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        long begun = LoopClock.nanos();
        while (!eventLoop.isTerminated()) {
            make(eventLoop::runNow);
            if (LoopClock.nanos() - begun > PATIENCE) {
                LOG.warn("{} ends, and its channels do not", thread.getName());
                return;
            }
        }
    }

    /** Each step is made, whatever became of those before: a thread may wait for the last one. */
    private void end() {
        make(this::closeNetwork);
        make(() -> makeAfterLook(afterLook.size()));
        make(buffers::release);
        delayedCalls.set(0); // they are never made
        make(ending);
        make(this::makeAtTurnEnd);
        make(this::makeCalls); // a call in the queue would wait for ever; a later caller sees that the loop has ended
        make(timedCalls::end);
        make(ended);
    }

    /** Netty's part of the loop. */
    final class EventLoop extends ManualIoEventLoop {

        EventLoop(NetworkTransport transport) {
            super(null, pulse.in(transport.handlers())); // its thread comes later: it may not be to be had
        }

        boolean mustNotBlock() {
            return !calls.isEmpty() || !turnIsClean() || !afterLook.isEmpty();
        }

        /** Asked again by Netty after it has announced that it will sleep, so that no wakeup is lost. */
        @Override
        protected boolean canBlock() {
            return !mustNotBlock();
        }
    }
}
