package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * For makers of transports: what is the same for all, so that a protocol behaves in a test as it does on a socket: state,
 * pauses, back-pressure, silence, and the border where exceptions of a protocol stop. A maker writes the other half, a
 * {@link ChannelHalf}, and calls {@link #opened}, {@link #received}, {@link #peerEnded}, {@link #sent},
 * {@link #turnEnded} and {@link #channelGone}, all on the reactor.
 */
public abstract class Connection extends ChannelHalf {
    private final long id;
    private final Reactor reactor;
    private Protocol protocol;
    private final Limits limits;
    private final Timers timers;
    private final Account account;
    private final ConnectionBorder border;
    private final Intake intake;
    private final Outlet outlet;

    private ConnectionState state = ConnectionState.OPEN;
    private @Nullable CloseReason reason;
    private boolean touched;
    private boolean encrypting;

    /** Of the ledger's reactor. */
    @SuppressWarnings("this-escape") // these keep it, and look at it later
    protected Connection(Protocol protocol, Limits limits, Ledger ledger) {
        this.id = ledger.connections().nextId();
        this.reactor = ledger.reactor();
        this.protocol = protocol;
        this.limits = limits;
        this.timers = new Timers(this, limits);
        this.account = new Account(this, ledger, limits.highWater());
        this.border = new ConnectionBorder(this, ledger);
        this.intake = new Intake(this, border, account, timers, ledger.mdc());
        this.outlet = new Outlet(this, limits, timers, account, border);
    }

    /** The connection is there. Gives what {@code connectionMade} threw, upon which the connection is closed. */
    protected final @Nullable Throwable opened() {
        timers.silence(limits.silence());
        timers.readSilence(limits.readSilence());
        timers.start(limits.age());
        account.opened();
        return border.tell(protocol, connected -> connected.makeConnection(this));
    }

    protected final void received(Bytes data) {
        if (!state.reads()) {
            return;
        }
        timers.heard();
        intake.received(data);
    }

    /** The peer has sent its end. */
    protected final void peerEnded() {
        if (state.reads()) {
            intake.peerEnded();
        }
    }

    /** This many bytes have left. */
    protected final void sent(long bytes) {
        outlet.sent(bytes);
        closeIfDone();
    }

    /** The turn which touched this connection has ended. */
    protected final void turnEnded() {
        touched = false;
        if (!state.over()) {
            flush();
            outlet.goOn();
            closeIfDone();
            if (state == ConnectionState.CLOSING) { // now it is worth a system call: it will take a while
                reading(false);
            }
        }
    }

    /** The connection is gone; the cause is null if nothing went wrong. */
    protected final void channelGone(@Nullable Throwable cause) {
        if (state == ConnectionState.LOST) {
            return;
        }
        boolean remotely = !state.over() && state != ConnectionState.CLOSING;
        boolean cutShort = state == ConnectionState.CLOSING && cause != null && outlet.hasUnsent();
        state = ConnectionState.CLOSED;
        if (reason == null || cutShort) {
            reason = cause == null ? CloseReason.remote() : CloseReason.error(Blame.ofTransport(cause));
        }
        if (remotely && intake.delaysLoss(cause != null)) {
            outlet.end(); // whatever waits behind the pause, nothing can be sent any more
        } else {
            tellLost();
        }
    }

    /** What this layer lies on has ended, because of this. */
    protected final void belowLost(CloseReason why) {
        if (reason == null) {
            reason = why;
        }
        channelGone(why.cause());
    }

    /** The peer reads too slowly for what it is to be sent: aborts, with a WARN. */
    protected final void tooMuchUnsent(String words) {
        if (!state.over()) {
            ProtocolException tooMuch = new ProtocolException(words);
            try {
                border.aborted(tooMuch);
            } finally {
                closeNow(CloseReason.error(tooMuch), true);
            }
        }
    }

    @Override
    protected void touch() {
        reactor.atTurnEnd(this::turnEnded);
    }

    @Override
    protected void forgettable() {
        account.forgotten();
    }

    /** The reactor wants to stop. */
    protected final void sayGoodbye() {
        if (!state.over()) {
            border.tell(protocol, Protocol::shuttingDown);
        } else if (intake.keeps()) {
            tellLost(); // gone, behind a pause that will not end
        }
    }

    protected final Protocol protocol() {
        return protocol;
    }

    @Override
    public final long id() {
        return id;
    }

    @Override
    public final Reactor reactor() {
        return reactor;
    }

    @Override
    public final long unsent() {
        return outlet.unsent();
    }

    @Override
    public final Limits limits() {
        return limits;
    }

    @Override
    public final boolean connected() {
        return state == ConnectionState.OPEN || state == ConnectionState.READ_ENDED;
    }

    @Override
    public final Deferred<CloseReason> closed() {
        return reactor.call(border::end);
    }

    @Override
    public final void write(Bytes data) {
        if (!reactor.inTurn()) {
            reactor.enter(() -> write(data));
        } else if (state.writes() && !data.isEmpty()) {
            try {
                if (!outlet.hold(data)) {
                    enqueue(data);
                }
                wrote(data.length());
            } catch (Exception | Error e) { // no memory, as a rule: that is no fault of the caller
                fail(e);
            }
        }
    }

    @Override
    public final void write(String text, Charset charset, Bytes end) {
        if (!reactor.inTurn()) {
            reactor.enter(() -> write(text, charset, end));
        } else if (state.writes() && !(text.isEmpty() && end.isEmpty())) {
            try {
                wrote(outlet.holds() ? outlet.hold(text, charset, end) : enqueue(text, charset, end));
            } catch (Exception | Error e) {
                fail(e);
            }
        }
    }

    @Override
    public final Deferred<Long> send(FileRange range, LongConsumer progress) {
        return reactor.call(() -> outlet.send(range, progress));
    }

    @Override
    public final Deferred<Transport> drained() {
        return reactor.call(outlet::drained);
    }

    @Override
    public final Deferred<Long> pipeTo(Transport other) {
        return reactor.call(() -> new Pipe(this, (Connection) other).begin());
    }

    @Override
    public final void loseConnection() {
        onLoop(() -> closePolitely(CloseReason.local()));
    }

    @Override
    public final void loseConnection(Throwable why) {
        onLoop(() -> {
            try {
                border.failed(why, reason, state.over());
            } finally {
                closePolitely(CloseReason.error(why));
            }
        });
    }

    @Override
    public final void loseWriteConnection() {
        onLoop(() -> {
            if (state == ConnectionState.OPEN) {
                state = ConnectionState.WRITE_ENDING;
                needTurn();
            } else if (state == ConnectionState.READ_ENDED) {
                closePolitely(CloseReason.local());
            }
        });
    }

    @Override
    public final void abortConnection() {
        onLoop(() -> closeNow(CloseReason.aborted(), true));
    }

    @Override
    public final void fail(Throwable cause) {
        onLoop(() -> {
            try {
                border.failed(cause, reason, state.over());
            } finally { // whatever there is no memory for
                closeNow(CloseReason.error(cause), false);
            }
        });
    }

    /** A protocol that had this connection before has failed with this. */
    final void failedAfterHandOver(Throwable cause) {
        onLoop(() -> border.log(cause, null, "an exception of a protocol that has handed it over"));
    }

    @Override
    public final void pauseReading() {
        onLoop(intake::pause);
    }

    @Override
    public final void resumeReading() {
        onLoop(intake::resume);
    }

    @Override
    public final void registerProducer(ByteProducer producer) {
        onLoop(() -> {
            outlet.register(producer);
            if (!state.writes()) {
                outlet.producing().stop();
            }
        });
    }

    @Override
    public final void unregisterProducer() {
        onLoop(() -> {
            outlet.producing().unregister();
            needTurn(); // a polite close may have waited for it
        });
    }

    @Override
    public final void closeAfterSilence(Duration longest) {
        Limits.notNegative("silence", longest);
        onLoop(() -> timers.silence(longest));
    }

    @Override
    public final void closeAfterReadSilence(Duration longest) {
        Limits.notNegative("silence", longest);
        onLoop(() -> timers.readSilence(longest));
    }

    @Override
    public final void become(Protocol next, Bytes leftOver) {
        onLoop(() -> handOver(next, leftOver));
    }

    @Override
    public final Deferred<TlsSession> startTls(Tls tls) {
        return reactor.call(() -> {
            Deferred<TlsSession> handshake = Encryption.begin(this, encrypting, tls);
            encrypting = true;
            return handshake;
        });
    }

    @Override
    public final String toString() {
        return protocol.getClass().getSimpleName() + " " + id + " " + peer();
    }

    final ConnectionState state() {
        return state;
    }

    final Intake intake() {
        return intake;
    }

    final Outlet outlet() {
        return outlet;
    }

    final Account account() {
        return account;
    }

    /** What it has counted; null when its protocol has heard that it is over. */
    final @Nullable ConnectionStatistics statistics() {
        return state == ConnectionState.LOST ? null : account.statistics();
    }

    /** The protocol hears of the peer's end; perhaps late, when the connection is lost already. */
    final void deliverEnd() {
        boolean late = state == ConnectionState.CLOSED;
        if ((late || state == ConnectionState.OPEN) && protocol instanceof HalfCloseable halfCloseable) {
            state = late ? state : ConnectionState.READ_ENDED;
            border.tell(protocol, Protocol::arrivalsEnded);
            border.tell(halfCloseable, HalfCloseable::readConnectionLost);
        } else if (!state.over()) {
            closePolitely(CloseReason.remote());
        }
    }

    private void handOver(Protocol next, Bytes leftOver) {
        if (state == ConnectionState.LOST) {
            return;
        }
        Protocol before = protocol;
        before.checkHandOver(next);
        boolean ended = state == ConnectionState.READ_ENDED;
        state = ended ? ConnectionState.OPEN : state; // the next one is told again
        protocol = next;
        intake.handOver(leftOver, ended);
        border.tell(before, Protocol::handedOver);
        border.tell(next, connected -> connected.makeConnection(this));
        intake.begin();
    }

    final void wrote(int bytes) {
        needTurn();
        outlet.wrote(bytes);
    }

    /** Whether something that was written has not left: bytes, or a file. */
    protected final boolean hasUnsent() {
        return outlet.hasUnsent();
    }

    final void needTurn() {
        if (!touched && !state.over()) {
            touched = true;
            touch();
        }
    }

    private void closeIfDone() {
        if (outlet.hasUnsent()) {
            return;
        }
        if (state == ConnectionState.CLOSING && !outlet.producing().isPaused() && !owesAnswer()) {
            state = ConnectionState.CLOSED;
            close(false);
        } else if (state == ConnectionState.WRITE_ENDING) {
            state = ConnectionState.WRITE_ENDED;
            shutdownOutput();
            if (protocol instanceof HalfCloseable halfCloseable) {
                border.tell(halfCloseable, HalfCloseable::writeConnectionLost);
            }
        }
    }

    /** Whether the peer has ended and is still owed an answer. If this side has closed, it is not. */
    private boolean owesAnswer() {
        return reason != null && reason.kind() == CloseReason.Kind.REMOTE && protocol.owesAnswer();
    }

    /** Why it has closed, or closes. */
    final CloseReason reason() {
        return reason == null ? CloseReason.local() : reason;
    }

    /** The layer over this connection closes, and this one with it, for the same reason. */
    final void closeBecauseOf(CloseReason why, boolean reset) {
        if (reset) {
            closeNow(why, true);
        } else {
            closePolitely(why);
        }
    }

    final void closePolitely(CloseReason why) {
        if (state == ConnectionState.WRITE_ENDED || state.over()) {
            closeNow(why, false); // nothing is left to send
            return;
        }
        if (state == ConnectionState.CLOSING) {
            return;
        }
        boolean writable = state.writes();
        state = ConnectionState.CLOSING;
        reason = why;
        intake.forget();
        timers.ensureSilence(Limits.SILENCE); // a peer which does not read must not keep us for ever
        if (!writable || !outlet.producing().isPaused()) {
            outlet.producing().stop();
        }
        needTurn();
    }

    final void closeNow(CloseReason why, boolean reset) {
        if (state.over()) {
            if (intake.forget()) { // gone behind a pause, and this side has closed before it ended
                reason = why.cause() == null ? reason : why;
                reactor.callFromThread(this::tellLost);
            }
            return;
        }
        state = ConnectionState.CLOSED;
        reason = why;
        intake.forget();
        close(reset);
    }

    /** The protocol hears that the connection is gone. */
    final void tellLost() {
        if (state == ConnectionState.LOST) {
            return;
        }
        state = ConnectionState.LOST;
        intake.forget();
        timers.stop();
        outlet.end();
        CloseReason why = reason == null ? CloseReason.remote() : reason;
        border.tellLast(protocol, loser -> loser.tellLoss(this, why));
        account.closed(why);
        forgettable();
        border.ended(why);
    }

    private void onLoop(Runnable command) {
        if (reactor.inTurn()) {
            command.run();
        } else {
            reactor.enter(command);
        }
    }
}
