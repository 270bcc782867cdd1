package io.jtwisted.flow;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.TransportException;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a connection receives, as a flow for one subscriber, which is called on the reactor. The connection reads until
 * one piece waits here that was not requested; so an end behind the last piece is seen without a request for it.
 */
final class Inflow implements Flow.Publisher<Bytes>, Flow.Subscription {
    private enum State {
        /** There is no subscriber yet. */
        WAITING,
        FLOWING,
        /** The subscriber has heard the last word, or has said it. */
        OVER
    }

    private final FlowProtocol protocol;
    private State state = State.WAITING;
    private Flow.@Nullable Subscriber<? super Bytes> subscriber;
    private long demand;
    private boolean telling;
    private @Nullable Bytes next;
    private @Nullable Consumer<Flow.Subscriber<?>> last;

    Inflow(FlowProtocol protocol) {
        this.protocol = protocol;
    }

    /** This arrived. After a cancel it is dropped, and read on: so the peer's end is seen. */
    void received(Bytes data) {
        if (state != State.OVER) {
            next = next == null ? data : next.plus(data);
            goOn();
            if (next != null) {
                protocol.transport().pauseReading();
            }
        }
    }

    /** The peer has sent all. */
    void completed() {
        end(Flow.Subscriber::onComplete);
    }

    /** The connection is gone. Unless all that the peer had to say has been told, this is no good end of a flow. */
    void lost(CloseReason reason) {
        if (next == null && reason.kind() == CloseReason.Kind.REMOTE && reason.isClean()) {
            completed();
        } else {
            next = null;
            end(told -> told.onError(failure(reason)));
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Bytes> interested) {
        Objects.requireNonNull(interested, "expected a subscriber");
        protocol.reactor().call(() -> begin(interested)).otherwise(stopped -> refuse(interested, stopped));
    }

    @Override
    public void request(long pieces) {
        onLoop(() -> {
            if (state != State.FLOWING) {
                return;
            }
            if (pieces <= 0) {
                next = null;
                last = told -> told.onError(new IllegalArgumentException(
                        "expected a request for at least one, not " + pieces + " (rule 3.9 of reactive streams)"));
            } else {
                demand = demand + pieces < 0 ? Long.MAX_VALUE : demand + pieces;
            }
            goOn();
        });
    }

    @Override
    public void cancel() {
        onLoop(() -> {
            if (state == State.FLOWING) {
                finish();
            }
        });
    }

    /** Whether nothing more comes: the peer has ended, or the subscriber has cancelled. */
    boolean ended() {
        return state == State.OVER || last != null;
    }

    /** Whether a piece waits until it is asked for. */
    boolean keepsBytes() {
        return next != null;
    }

    private void begin(Flow.Subscriber<? super Bytes> interested) {
        if (state != State.WAITING) {
            refuse(interested, new IllegalStateException("these bytes have had their one subscriber"));
            return;
        }
        state = State.FLOWING;
        subscriber = interested;
        tell(() -> interested.onSubscribe(this));
        goOn();
    }

    private void end(Consumer<Flow.Subscriber<?>> word) {
        if (last == null && state != State.OVER) {
            last = word;
            goOn();
        }
    }

    /** Delivers what was requested; a subscriber that requests more during a delivery gets it here as well. */
    private void goOn() {
        if (telling || subscriber == null) {
            return;
        }
        Flow.Subscriber<? super Bytes> told = subscriber;
        boolean waited = next != null;
        while (next != null && demand > 0) {
            Bytes piece = next;
            next = null;
            demand--;
            tell(() -> told.onNext(piece));
        }
        if (state == State.FLOWING && next == null && last != null) {
            Consumer<Flow.Subscriber<?>> word = last;
            finish();
            tell(() -> word.accept(told));
        } else if (waited && next == null) {
            protocol.transport().resumeReading();
        }
    }

    /** What a subscriber throws stops here, and ends it all. */
    private void tell(Runnable event) {
        telling = true;
        try {
            event.run();
        } catch (Throwable e) {
            finish();
            protocol.subscriberFailed(e);
        } finally {
            telling = false;
        }
    }

    private void finish() {
        state = State.OVER;
        subscriber = null;
        next = null;
        last = null;
        protocol.transport().resumeReading();
        protocol.somethingEnded();
    }

    private static void refuse(Flow.Subscriber<?> refused, Throwable why) {
        refused.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long pieces) {}

            @Override
            public void cancel() {}
        });
        refused.onError(why);
    }

    private static Throwable failure(CloseReason reason) {
        Throwable cause = reason.cause();
        return cause != null
                ? cause
                : new TransportException(
                        switch (reason.kind()) {
                            case TIMEOUT -> "the connection was closed after too long a silence";
                            case REMOTE -> "the connection ended before all was asked for that had arrived";
                            default -> "this side closed the connection before the peer had ended";
                        });
    }

    private void onLoop(Runnable command) {
        Reactor reactor = protocol.reactor();
        if (reactor.inTurn()) {
            command.run();
        } else {
            reactor.enter(command);
        }
    }
}
