package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;

/**
 * Takes over a connection, and gives all that arrives on it to another one: see {@link Transport#pipeTo}. A protocol here,
 * and a producer there. Belongs to the reactor of the first; the other one may live on another.
 */
final class Pipe extends Protocol implements HalfCloseable, ByteProducer, Passage {
    /** So many bytes may be on their way to another reactor. */
    private static final int WINDOW = 262_144;

    private final Connection from;
    private final Connection to;
    private final boolean near;
    private final Deferred<Long> result;
    private long moved;
    private int underWay;

    /** The other one knows its producer; */
    private boolean registered;

    /** and has enough; */
    private boolean paused;

    /** so that nothing more is read here. */
    private boolean held;

    private boolean over;

    Pipe(Connection from, Connection to) {
        this.from = from;
        this.to = to;
        this.near = to.reactor() == from.reactor();
        this.result = Deferred.on(from.reactor(), cancelled -> cancel());
    }

    /**
     * On the reactor of the first.
     *
     * @throws IllegalStateException if the other one has a producer, or the protocol before keeps bytes
     */
    Deferred<Long> begin() {
        if (from.state() == ConnectionState.LOST) {
            connectionLost(from.reason());
            return result;
        }
        from.protocol().checkHandOver(this);
        if (near) {
            to.registerProducer(this);
            registered = !over;
        } else {
            to.reactor()
                    .call(() -> to.registerProducer(this))
                    .tap(done -> home(this::registered))
                    .otherwise(failure -> home(() -> refused(failure)));
        }
        from.become(this, Bytes.empty());
        return result;
    }

    @Override
    public void connectionMade() {
        balance();
        if (near && !over) {
            from.passTo(this);
        }
    }

    @Override
    public void dataReceived(Bytes data) {
        int bytes = data.length();
        moved += bytes;
        to.write(data);
        if (!near) {
            underWay += bytes;
            to.reactor().callFromThread(() -> home(() -> landed(bytes)));
            balance();
        }
    }

    @Override
    public void readConnectionLost() {
        if (finish()) {
            to.loseWriteConnection();
            result.callback(moved);
        }
    }

    @Override
    public void connectionLost(CloseReason reason) {
        ended(to, reason);
    }

    @Override
    protected void handedOver() {
        if (finish()) {
            result.callback(moved);
        }
    }

    @Override
    public void pauseProducing() {
        home(() -> {
            paused = true;
            balance();
        });
    }

    @Override
    public void resumeProducing() {
        home(() -> {
            paused = false;
            balance();
        });
    }

    @Override
    public void stopProducing() {
        CloseReason reason = to.reason();
        home(() -> {
            registered = false;
            ended(from, reason);
        });
    }

    @Override
    public Connection to() {
        return to;
    }

    @Override
    public boolean isOpen() {
        return !held
                && from.intake().passes()
                && to.state().writes()
                && !to.outlet().holds();
    }

    @Override
    public void passed(int bytes) {
        moved += bytes;
        from.intake().passed(bytes);
        to.wrote(bytes);
    }

    private void registered() {
        if (over) {
            to.unregisterProducer();
        } else {
            registered = true;
            balance();
        }
    }

    private void refused(Throwable failure) {
        if (finish()) {
            from.abortConnection();
            result.errback(failure);
        }
    }

    private void landed(int bytes) {
        underWay -= bytes;
        balance();
    }

    /** Reads on here, or not. */
    private void balance() {
        boolean full = !over && (!registered || paused || underWay > WINDOW);
        if (full != held) {
            held = full;
            if (full) {
                holdReading();
            } else {
                releaseReading();
            }
        }
    }

    /** One side has ended, with this reason: the other side, which is left, ends in the same way. */
    private void ended(Connection left, CloseReason reason) {
        if (!finish()) {
            return;
        }
        if (reason.isClean()) {
            left.loseConnection();
            result.callback(moved);
        } else {
            left.abortConnection();
            Throwable cause = reason.cause();
            result.errback(cause != null ? cause : new TransportException("closed after too long a silence"));
        }
    }

    private void cancel() {
        if (finish()) {
            from.abortConnection();
            to.abortConnection();
        }
    }

    /** Once: passes nothing on from now on. */
    private boolean finish() {
        if (over) {
            return false;
        }
        over = true;
        from.passTo(null);
        if (registered) {
            registered = false;
            to.unregisterProducer();
        }
        return true;
    }

    /** On the reactor of the first. */
    private void home(Runnable call) {
        if (near) {
            call.run();
        } else {
            from.reactor().callFromThread(call);
        }
    }
}
