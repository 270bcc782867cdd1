package io.jtwisted.service;

import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.DeferredCallable;
import io.jtwisted.defer.DeferredSemaphore;
import io.jtwisted.defer.Home;
import io.jtwisted.defer.LoopingCall;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.SystemEvent;
import io.jtwisted.net.SystemEvents;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link LoopingCall} which calls between start and stop, the first time at once. What a call throws is logged, and
 * ends it: it does not run then, and may be started again. Stops when its reactor does. Twisted: {@code TimerService}.
 */
public final class TimerService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(TimerService.class);

    private final Reactor reactor;
    private final Duration interval;
    private final LoopingCall loop;
    private final DeferredSemaphore oneAtATime = new DeferredSemaphore(1);
    private Deferred<Service> end = Deferred.succeed(this);
    private volatile boolean running;

    private TimerService(Reactor reactor, Duration interval, LoopingCall loop) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("expected an interval of zero or more, not " + interval);
        }
        this.reactor = reactor;
        this.interval = interval;
        this.loop = loop;
    }

    /**
     * One which has not started, and makes this call on the reactor.
     *
     * @throws IllegalArgumentException if the interval is negative
     */
    public static TimerService of(Reactor reactor, Duration interval, Runnable call) {
        return new TimerService(reactor, interval, LoopingCall.of(reactor, call));
    }

    /** The same with a call whose end is waited for before the next one. */
    public static TimerService of(Reactor reactor, Duration interval, DeferredCallable<?> call) {
        return new TimerService(reactor, interval, LoopingCall.of(reactor, call));
    }

    @Override
    public boolean running() {
        return running;
    }

    /** Starts with a call. Fires when that has been made, whatever comes of it. */
    @Override
    public Deferred<Service> start() {
        return reactor.call(() -> oneAtATime.run(() -> {
            if (!running) {
                loop();
            }
            return Deferred.succeed(this);
        }));
    }

    /** Calls no more; fires when the call that is under way, if there is one, is over. */
    @Override
    public Deferred<Service> stop() {
        return reactor.call(() -> oneAtATime.run(() -> {
            if (loop.running()) {
                loop.stop();
            }
            Deferred<Service> over = end;
            end = Deferred.succeed(this);
            return over;
        }));
    }

    private void loop() {
        running = true;
        SystemEvents.Trigger withReactor = reactor.addSystemEventTrigger(SystemEvent.BEFORE_SHUTDOWN, this::stop);
        end = loop.start(interval)
                .addErrback(failure -> {
                    LOG.error("a timed call failed, and is not made again", failure);
                    if (reactor instanceof Home home) {
                        home.unhandled().reported(failure);
                    }
                    return loop;
                })
                .addCallback(stopped -> {
                    running = false;
                    withReactor.remove();
                    return this;
                });
    }
}
