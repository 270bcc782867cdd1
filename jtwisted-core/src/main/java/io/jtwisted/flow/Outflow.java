package io.jtwisted.flow;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ByteProducer;
import io.jtwisted.net.Transport;
import io.jtwisted.net.TransportException;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Writes a flow to a transport. A subscriber to the one, which may be told on any thread, and a producer to the other;
 * what it does it does on the reactor. It asks for one piece at a time, and writes a long one in parts: pieces have any
 * size, and one which was asked for has to be taken.
 */
final class Outflow implements Flow.Subscriber<Bytes>, ByteProducer {
    /** So much of a long piece is written at a time, before this looks whether the peer is slow. */
    private static final int PART = 65_536;

    private enum State {
        /** Nothing has been requested yet. */
        IDLE,
        /** The next piece is on its way. */
        ASKED,
        /** The flow or the transport has ended, or the caller has cancelled. */
        OVER
    }

    private final Transport transport;
    private final Deferred<Long> result;
    private State state = State.IDLE;
    private Bytes left = Bytes.empty();
    private @Nullable Runnable last;
    private boolean paused;
    private long written;
    private Flow.@Nullable Subscription subscription;

    Outflow(Transport transport) {
        this.transport = transport;
        this.result = Deferred.on(transport.reactor(), cancelled -> giveUp());
    }

    /** Subscribes, unless the transport has ended. To be called once, on the reactor. */
    Deferred<Long> from(Flow.Publisher<? extends Bytes> publisher) {
        if (state != State.OVER) {
            try {
                publisher.subscribe(this);
            } catch (RuntimeException e) { // a publisher must not, but then nothing else will come of it
                fail(e);
            }
        }
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription made) {
        Objects.requireNonNull(made, "expected a subscription");
        transport.reactor().call(() -> begin(made)).otherwise(stopped -> made.cancel());
    }

    @Override
    public void onNext(Bytes piece) {
        Objects.requireNonNull(piece, "expected bytes");
        onLoop(() -> write(piece));
    }

    @Override
    public void onError(Throwable failure) {
        Objects.requireNonNull(failure, "expected a failure");
        onLoop(() -> last(() -> fail(failure)));
    }

    @Override
    public void onComplete() {
        onLoop(() -> last(() -> {
            if (state != State.OVER) {
                end();
                result.callback(written);
            }
        }));
    }

    @Override
    public void pauseProducing() {
        paused = true;
    }

    @Override
    public void resumeProducing() {
        paused = false;
        writeOn();
    }

    @Override
    public void stopProducing() {
        if (state != State.OVER) {
            giveUp();
            result.errback(new TransportException("the connection ended before the flow which it was to send"));
        }
    }

    private void begin(Flow.Subscription made) {
        if (state == State.OVER || subscription != null) {
            made.cancel(); // too late, or a second one, which a subscriber does not need (rule 2.5)
        } else {
            subscription = made;
            ask();
        }
    }

    private void write(Bytes piece) {
        if (state == State.OVER) {
            return;
        }
        state = State.IDLE;
        left = piece;
        writeOn();
    }

    /** Writes what is left of the piece, as long as the peer is not slow, and then asks for the next. */
    private void writeOn() {
        while (state != State.OVER && !paused && !left.isEmpty()) {
            Bytes part = left.slice(0, Math.min(left.length(), PART));
            left = left.slice(part.length());
            written += part.length();
            transport.write(part); // may pause this, or end it all
        }
        if (left.isEmpty() && last != null) {
            last.run();
        }
        ask();
    }

    /** The publisher has no more: what it published before is written first. */
    private void last(Runnable word) {
        last = word;
        writeOn();
    }

    private void ask() {
        if (state == State.IDLE && !paused && left.isEmpty() && subscription != null) {
            state = State.ASKED;
            subscription.request(1);
        }
    }

    private void fail(Throwable failure) {
        if (state != State.OVER) {
            end();
            result.errback(failure);
        }
    }

    private void giveUp() {
        Flow.Subscription given = subscription;
        end();
        if (given != null) {
            given.cancel();
        }
    }

    private void end() {
        state = State.OVER;
        subscription = null;
        left = Bytes.empty();
        transport.unregisterProducer();
    }

    private void onLoop(Runnable event) {
        if (transport.reactor().inTurn()) {
            event.run();
        } else {
            transport.reactor().enter(event);
        }
    }
}
