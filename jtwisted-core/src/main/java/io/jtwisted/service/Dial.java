package io.jtwisted.service;

import io.jtwisted.defer.Callback;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.TransportException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect, and the connection that comes of it. Its end is told once, when nothing is left of it. Belongs
 * to the reactor.
 */
final class Dial<P extends Protocol> {
    private enum State {
        CONNECTING,
        PREPARING,
        READY,
        /** It was not good enough, and closes. */
        REJECTED,
        OVER
    }

    private final Listener<P> listener;
    private State state = State.CONNECTING;
    private @Nullable P protocol;
    private @Nullable Deferred<P> attempt;
    private @Nullable Throwable rejection;

    /** The server to call, and how. */
    record Plan<P extends Protocol>(
            ClientEndpoint endpoint,
            Supplier<? extends P> protocols,
            Backoff backoff,
            Callback<? super P, ? extends Deferred<?>> preparation) {}

    /** The listener that is told. */
    interface Listener<P extends Protocol> {

        /** The connection is there, and prepared. */
        void connected(Dial<P> dial, P protocol);

        /** Nothing came of it. */
        void failed(Throwable cause);

        /** The connection was there and prepared, and is gone. */
        void lost(CloseReason reason);
    }

    Dial(Listener<P> listener) {
        this.listener = listener;
    }

    /** To be called once, when the listener is ready to hear of it. */
    void begin(Reactor reactor, Plan<P> plan) {
        Deferred<Reactor> begin = new Deferred<>();
        Deferred<P> connected = begin.addCallback(now -> (P) plan.protocols().get())
                .chainCallback(made -> plan.endpoint().connect(reactor, made))
                .chainCallback(made -> prepared(made, plan.preparation()));
        attempt = connected;
        connected.tap(this::ready).otherwise(this::failed);
        begin.callback(reactor);
    }

    /** Gives it up, however far it is. The listener hears when nothing is left. */
    void hangUp() {
        if (state == State.READY && protocol != null) {
            protocol.transport().loseConnection();
        } else if (attempt != null) {
            attempt.cancel();
        }
    }

    private Deferred<P> prepared(P made, Callback<? super P, ? extends Deferred<?>> preparation) {
        protocol = made;
        state = State.PREPARING;
        made.transport().closed().tap(this::gone).otherwise(this::failed);
        return Deferred.maybeDeferred(() -> preparation.call(made)).addCallback(result -> made);
    }

    private void ready(P made) {
        if (state == State.PREPARING) {
            state = State.READY;
            listener.connected(this, made);
        }
    }

    private void failed(Throwable cause) {
        if (state == State.CONNECTING) {
            state = State.OVER;
            listener.failed(cause);
        } else if (protocol != null && state != State.OVER) {
            state = State.REJECTED;
            rejection = cause;
            protocol.transport().loseConnection();
        }
    }

    private void gone(CloseReason reason) {
        State before = state;
        state = State.OVER;
        if (before == State.READY) {
            listener.lost(reason);
        } else if (rejection != null) {
            listener.failed(rejection);
        } else {
            listener.failed(new TransportException("the connection was lost before it was prepared", reason.cause()));
            hangUp(); // the preparation is not needed any more
        }
    }
}
