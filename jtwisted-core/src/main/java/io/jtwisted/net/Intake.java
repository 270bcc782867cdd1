package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection: pauses, what arrives behind them, and the peer's end. Belongs to the reactor's
 * thread.
 */
final class Intake {
    private final Connection connection;
    private final Border border;
    private final Account account;
    private final Timers timers;
    private final boolean mdc;
    private boolean paused;
    private boolean held;
    private boolean delivering;
    private @Nullable Kept kept;

    Intake(Connection connection, Border border, Account account, Timers timers, boolean mdc) {
        this.connection = connection;
        this.border = border;
        this.account = account;
        this.timers = timers;
        this.mdc = mdc;
    }

    void received(Bytes data) {
        if (waits()) {
            keep().add(data);
            return;
        }
        account.received(data.length());
        deliver(data);
    }

    private void deliver(Bytes data) {
        if (mdc) {
            border.tell(connection.protocol(), receiver -> receiver.dataReceived(data));
            return;
        }
        try { // no lambda here: every byte takes this path
            connection.protocol().dataReceived(data);
        } catch (Throwable e) {
            connection.fail(e);
        }
    }

    /** Whether bytes that arrive now need not wait behind others. */
    boolean passes() {
        return connection.state().reads() && !waits();
    }

    /** So many bytes were given to another connection in place of the protocol. */
    void passed(int bytes) {
        timers.heard();
        account.received(bytes);
    }

    /**
     * Another protocol goes on: {@link #begin} tells it what is kept. A hold was that of the one before.
     *
     * @param leftOver bytes that the one before has received, and has been counted for
     * @param ended whether the one before has been told of the peer's end
     */
    void handOver(Bytes leftOver, boolean ended) {
        if (!alive()) {
            return; // this side has closed
        }
        if (held || ended) {
            keep();
        }
        held = false;
        if (ended) {
            keep().end();
        }
        if (!leftOver.isEmpty()) { // before the next one can begin TLS: these came in the clear
            keep().putBack(leftOver);
        }
    }

    /** The protocol that has taken over is there. */
    void begin() {
        if (kept != null && !delivering && !stopped() && alive()) {
            deliverKept();
        }
    }

    /** The peer's end has arrived. */
    void peerEnded() {
        if (waits() || delays()) {
            keep().end();
            if (!paused) {
                timers.ensureSilence(Limits.SILENCE); // what never ends must not keep the connection for ever
            }
        } else {
            connection.deliverEnd();
        }
    }

    /** The connection is gone. True if the protocol must not hear of it yet, because of what it has not heard before. */
    boolean delaysLoss(boolean broken) {
        boolean waits = kept != null || delays() || (stopped() && !broken);
        if (waits) {
            keep().loss();
        }
        return waits;
    }

    /** Whether it is this side which makes the peer wait, so that the peer cannot be blamed for its silence. */
    boolean makesPeerWait() {
        if (!connection.state().reads()) {
            return false;
        }
        return paused || (!keepsEnd() && (held || delays()));
    }

    /** Whether the peer may still say something. */
    boolean listens() {
        return connection.state().reads() && !keepsEnd();
    }

    /** Whether the protocol may still be given bytes. */
    boolean mayReceive() {
        return listens() || keeps();
    }

    /** Forgets what the protocol has not heard; false if there was nothing. */
    boolean forget() {
        boolean forgotten = kept != null;
        kept = null;
        return forgotten;
    }

    /** Whether something is kept for the protocol: bytes, or an end. */
    boolean keeps() {
        return kept != null;
    }

    boolean keepsBytes() {
        return kept != null && !kept.isEmpty();
    }

    /** Whether the peer has ended, and the protocol has not heard of it. */
    boolean keepsEnd() {
        return kept != null && kept.ended();
    }

    /** Whether the protocol may be given what arrived: it does not pause, and this side has not closed. */
    boolean delivers() {
        return !paused && alive();
    }

    void pause() {
        if (!paused && alive()) {
            paused = true;
            connection.reading(false);
        }
    }

    void resume() {
        paused = false;
        timers.heard(); // from now on the peer may be blamed again
        goOn();
    }

    /** The protocol has enough for now. A pause of its own: {@link #resume} does not end it. */
    void hold() {
        if (!held && connection.state().reads()) {
            held = true;
            connection.reading(false);
        }
    }

    /** The protocol can go on, soon, with what it has, and then with what arrives. */
    void release() {
        held = false;
        timers.heard();
        goOn();
    }

    private Kept keep() {
        if (kept == null) {
            kept = new Kept();
        }
        return kept;
    }

    private boolean waits() {
        return stopped() || kept != null;
    }

    private boolean stopped() {
        return paused || held;
    }

    /** Whether the protocol may still hear something: of a connection that is lost, what came before. */
    private boolean alive() {
        return connection.state().talks() || kept != null;
    }

    /** Whether the protocol keeps something which it will still deliver. */
    private boolean delays() {
        try {
            return connection.protocol().delaysEnd();
        } catch (Throwable e) {
            connection.fail(e);
            return false;
        }
    }

    private void goOn() {
        if (!stopped() && alive()) {
            keep(); // what arrives until then waits its turn
            connection.reactor().atTurnEnd(this::deliverKept); // never inside another event
        }
    }

    private void deliverKept() {
        Kept waiting = kept;
        if (waiting == null || stopped()) {
            return;
        }
        delivering = true;
        try {
            deliver(waiting);
        } finally {
            delivering = false;
        }
    }

    private void deliver(Kept waiting) {
        border.tell(connection.protocol(), Protocol::readingResumed);
        while (!stopped() && kept != null) {
            boolean counted = waiting.startsWithCounted();
            Bytes data = waiting.poll();
            if (data == null) {
                if (!waiting.isLast() || !delays()) {
                    afterKept(waiting);
                }
                return;
            }
            if (!counted) {
                account.received(data.length());
            }
            border.tell(connection.protocol(), receiver -> receiver.dataReceived(data));
        }
    }

    private void afterKept(Kept delivered) {
        kept = null;
        if (delivered.ended()) {
            connection.deliverEnd();
        }
        if (delivered.lost()) {
            connection.tellLost();
        } else if (connection.state().reads()) {
            connection.reading(true);
        }
    }
}
