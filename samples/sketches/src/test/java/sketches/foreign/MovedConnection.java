package sketches.foreign;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Connection;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** On the foreign thread: the transport of the user's protocol. */
final class MovedConnection extends Connection {
    private final Mover mover;
    private final Place place;
    private final ByteQueue outbound = new ByteQueue();
    private @Nullable TlsSession tls;
    private boolean full;

    MovedConnection(Mover mover, Place place, Protocol protocol, Ledger ledger) {
        super(protocol, watchedBelow(place.limits()), ledger);
        this.mover = mover;
        this.place = place;
        this.tls = place.tls();
    }

    private static Limits watchedBelow(Limits limits) {
        return limits.silence(Duration.ZERO)
                .readSilence(Duration.ZERO)
                .age(Duration.ZERO)
                .writeTimeout(Duration.ZERO);
    }

    @Nullable
    Throwable open() {
        return opened();
    }

    void arrived(Bytes data) {
        mover.took(data.length());
        received(data);
    }

    void peerHasEnded() {
        peerEnded();
    }

    void gone(CloseReason reason) {
        belowLost(reason);
    }

    void goodbye() {
        sayGoodbye();
    }

    void full(boolean now) {
        full = now;
        flush();
    }

    @Override
    protected void enqueue(Bytes data) {
        outbound.add(data);
    }

    @Override
    protected void flush() {
        if (!full && !outbound.isEmpty()) {
            Bytes all = outbound.takeAll();
            mover.transport().write(all);
            sent(all.length());
        }
    }

    @Override
    protected void reading(boolean on) {
        mover.wants(on);
    }

    @Override
    protected void shutdownOutput() {
        mover.transport().loseWriteConnection();
    }

    @Override
    protected void close(boolean reset) {
        outbound.clear();
        mover.transport().unregisterProducer(); // it has given all
        if (reset) {
            mover.transport().abortConnection();
        } else {
            mover.transport().loseConnection();
        }
    }

    @Override
    protected Deferred<TlsSession> encrypt(Tls with) {
        return reactor().call(() -> mover.encrypt(with)).tap(session -> tls = session);
    }

    @Override
    public boolean secure() {
        return tls != null;
    }

    @Override
    public TlsSession tls() {
        return tls == null ? super.tls() : tls;
    }

    @Override
    public Address peer() {
        return place.peer();
    }

    @Override
    public Address host() {
        return place.host();
    }
}
