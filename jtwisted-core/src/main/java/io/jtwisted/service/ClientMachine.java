package io.jtwisted.service;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.SystemEvent;
import io.jtwisted.net.SystemEvents;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a {@link ClientService} does in which state. Belongs to the reactor, but for {@link #state()}. */
final class ClientMachine<P extends Protocol> implements Dial.Listener<P> {
    private static final Logger LOG = LoggerFactory.getLogger(ClientService.class);

    private final Reactor reactor;
    private final Dial.Plan<P> plan;
    private final Map<Deferred<P>, Waiter<P>> waiters = new LinkedHashMap<>();
    private final Set<Deferred<ClientState>> stopping = new LinkedHashSet<>();
    private volatile ClientState state = ClientState.NEW;
    private int failures;
    private @Nullable Dial<P> dial;
    private @Nullable P connection;
    private @Nullable DelayedCall retry;
    private SystemEvents.@Nullable Trigger withReactor;

    /** A caller that waits for a connection, and the number of failures that it still accepts. */
    private static final class Waiter<P> {
        private final Deferred<P> told;
        private long patience;

        Waiter(Deferred<P> told, long patience) {
            this.told = told;
            this.patience = patience;
        }
    }

    ClientMachine(Reactor reactor, Dial.Plan<P> plan) {
        this.reactor = reactor;
        this.plan = plan;
    }

    ClientState state() {
        return state;
    }

    void start() {
        if (state == ClientState.NEW || state == ClientState.STOPPED) {
            withReactor = reactor.addSystemEventTrigger(SystemEvent.BEFORE_SHUTDOWN, this::stop);
            failures = 0;
            connect();
        } else if (state == ClientState.DISCONNECTING) {
            state = ClientState.RESTARTING;
            failures = 0;
        }
    }

    Deferred<ClientState> stop() {
        switch (state) {
            case NEW, STOPPED, WAITING -> {
                stopped();
                return Deferred.succeed(state);
            }
            case CONNECTING, CONNECTED -> {
                Deferred<ClientState> gone = whenStopped();
                if (dial != null) {
                    dial.hangUp();
                }
                return gone;
            }
            default -> {
                return whenStopped();
            }
        }
    }

    Deferred<P> whenConnected(long patience) {
        if (connection != null && state == ClientState.CONNECTED) {
            return Deferred.succeed(connection);
        }
        if (state == ClientState.STOPPED) {
            return Deferred.fail(hasStopped());
        }
        Deferred<P> told = Deferred.on(reactor, waiters::remove);
        waiters.put(told, new Waiter<>(told, patience));
        return told;
    }

    @Override
    public void connected(Dial<P> by, P protocol) {
        if (state != ClientState.CONNECTING) {
            by.hangUp(); // it was stopped, and what prepared the connection did not care
            return;
        }
        LOG.info("Connected to {}", plan.endpoint());
        state = ClientState.CONNECTED;
        failures = 0;
        connection = protocol;
        takeWaiters().forEach(waiter -> waiter.told.callback(protocol));
    }

    @Override
    public void failed(Throwable cause) {
        if (state == ClientState.CONNECTING) {
            waitForRetry(cause.toString());
            List<Waiter<P>> impatient = waiters.values().stream()
                    .filter(waiter -> --waiter.patience == 0)
                    .toList();
            impatient.forEach(waiter -> waiters.remove(waiter.told));
            impatient.forEach(waiter -> waiter.told.errback(cause));
        } else {
            gone();
        }
    }

    @Override
    public void lost(CloseReason reason) {
        connection = null;
        if (state == ClientState.CONNECTED) {
            waitForRetry(String.valueOf(reason));
        } else {
            gone();
        }
    }

    private void connect() {
        state = ClientState.CONNECTING;
        retry = null;
        Dial<P> dialling = new Dial<>(this);
        dial = dialling;
        dialling.begin(reactor, plan);
    }

    private void waitForRetry(String why) {
        state = ClientState.WAITING;
        dial = null;
        Duration delay = plan.backoff().delay(failures, ThreadLocalRandom.current());
        failures++;
        LOG.info("No connection to {} ({}): attempt {} follows in {}", plan.endpoint(), why, failures + 1, delay);
        retry = reactor.callLater(delay, this::connect);
    }

    /** Nothing is left of the connection, and it was asked to stop. */
    private void gone() {
        if (state == ClientState.RESTARTING) {
            connect();
            tellStopped();
        } else {
            stopped();
        }
    }

    private void stopped() {
        state = ClientState.STOPPED;
        dial = null;
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        if (withReactor != null) {
            withReactor.remove();
            withReactor = null;
        }
        takeWaiters().forEach(waiter -> waiter.told.errback(hasStopped()));
        tellStopped();
    }

    private Deferred<ClientState> whenStopped() {
        state = ClientState.DISCONNECTING;
        Deferred<ClientState> gone = Deferred.on(reactor, stopping::remove);
        stopping.add(gone);
        return gone;
    }

    private void tellStopped() {
        List<Deferred<ClientState>> told = List.copyOf(stopping);
        stopping.clear();
        told.forEach(gone -> gone.callback(ClientState.STOPPED));
    }

    private List<Waiter<P>> takeWaiters() {
        List<Waiter<P>> taken = List.copyOf(waiters.values());
        waiters.clear();
        return taken;
    }

    private CancellationException hasStopped() {
        return new CancellationException("the client of " + plan.endpoint() + " has stopped");
    }
}
