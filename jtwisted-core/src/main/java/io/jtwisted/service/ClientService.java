package io.jtwisted.service;

import io.jtwisted.defer.Action;
import io.jtwisted.defer.Callback;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import java.util.function.Supplier;

/**
 * A connection which comes back: connects when it starts, and again whenever the connection is lost or cannot be had,
 * after a while that grows ({@link Backoff}). Each connection has a new protocol. Stops when its reactor does. Twisted:
 * {@code twisted.application.internet.ClientService}.
 *
 * <pre>{@code
 * ClientService<Greeter> greeter = ClientService.of(reactor, "tls:chat.example.org:7000", Greeter::new)
 *         .backoff(Backoff.exponential(ofSeconds(1), ofMinutes(5)))
 *         .prepareConnection(Greeter::logIn);
 * greeter.start();
 * greeter.whenConnected().tap(Greeter::wave).otherwise(this::fail);
 * }</pre>
 *
 * <p>{@link #backoff} and {@link #prepareConnection} give another service, which has not started; any thread may ask.
 */
public final class ClientService<P extends Protocol> implements Service {
    private final Reactor reactor;
    private final Dial.Plan<P> plan;
    private final ClientMachine<P> machine;

    private ClientService(Reactor reactor, Dial.Plan<P> plan) {
        this.reactor = reactor;
        this.plan = plan;
        this.machine = new ClientMachine<>(reactor, plan);
    }

    /**
     * One which has not started, and waits as {@link Backoff#usual()} says.
     *
     * @param protocols makes a protocol for each attempt; asked on the reactor
     * @throws IllegalArgumentException if the endpoint is not understood, with the part that is wrong
     */
    public static <P extends Protocol> ClientService<P> of(
            Reactor reactor, String endpoint, Supplier<? extends P> protocols) {
        return of(reactor, ClientEndpoint.parse(endpoint), protocols);
    }

    /** The same with an endpoint that is ready. */
    public static <P extends Protocol> ClientService<P> of(
            Reactor reactor, ClientEndpoint endpoint, Supplier<? extends P> protocols) {
        return new ClientService<>(
                reactor, new Dial.Plan<>(endpoint, protocols, Backoff.usual(), Deferred::<Protocol>succeed));
    }

    /** The same, which waits like this before it tries again. */
    public ClientService<P> backoff(Backoff other) {
        return new ClientService<>(
                reactor, new Dial.Plan<>(plan.endpoint(), plan.protocols(), other, plan.preparation()));
    }

    /**
     * The same, which prepares each connection before it is given to callers: to log in, or to check that it works.
     * Called after {@code connectionMade}, on the reactor. If the Deferred fails, the connection is closed, and the
     * attempt has failed; its value does not matter.
     */
    public ClientService<P> prepareConnection(Callback<? super P, ? extends Deferred<?>> preparation) {
        return new ClientService<>(
                reactor, new Dial.Plan<>(plan.endpoint(), plan.protocols(), plan.backoff(), preparation));
    }

    /**
     * The same with a preparation that is over when it returns. If it throws, the attempt has failed. A preparation that
     * returns a Deferred belongs into {@link #prepareConnection}: nothing waits for it here.
     */
    public ClientService<P> prepareConnectionNow(Action<? super P> preparation) {
        return prepareConnection(protocol -> {
            preparation.run(protocol);
            return Deferred.succeed(protocol);
        });
    }

    /** Starts to connect; does not wait for the connection, which may take long: {@link #whenConnected()} does. */
    @Override
    public Deferred<Service> start() {
        return reactor.call(() -> {
            machine.start();
            return this;
        });
    }

    /**
     * Gives up an attempt, or closes the connection politely, and does not try again. Callers that wait for one are
     * told by a {@link java.util.concurrent.CancellationException}.
     */
    @Override
    public Deferred<Service> stop() {
        return reactor.call(machine::stop).addCallback(stopped -> this);
    }

    @Override
    public boolean running() {
        return switch (machine.state()) {
            case CONNECTING, WAITING, CONNECTED, RESTARTING -> true;
            case NEW, DISCONNECTING, STOPPED -> false;
        };
    }

    /** Where it is just now. */
    public ClientState state() {
        return machine.state();
    }

    /**
     * The protocol of the connection, or of the next one.
     *
     * @return fires when it is connected and prepared, at once if it is; fails with a
     *     {@link java.util.concurrent.CancellationException} if the service has stopped or stops. Cancelling it takes the
     *     question back, no more
     */
    public Deferred<P> whenConnected() {
        return reactor.call(() -> machine.whenConnected(0));
    }

    /**
     * The same with a limit, so that the caller does not wait for ever.
     *
     * @param failAfterFailures fails with the last failure when so many attempts have failed since this call: with 1, if
     *     the next one does
     * @throws IllegalArgumentException if this is less than 1
     */
    public Deferred<P> whenConnected(int failAfterFailures) {
        if (failAfterFailures < 1) {
            throw new IllegalArgumentException("expected a number of failures of 1 or more, not " + failAfterFailures);
        }
        return reactor.call(() -> machine.whenConnected(failAfterFailures));
    }

    @Override
    public String toString() {
        return plan.endpoint().toString();
    }
}
