package sketches.loopback;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Address;
import io.jtwisted.net.Connection;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.TransportException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of two ends. Each lives on its own reactor, and tells the other one by {@code callFromThread}, which keeps the order.
 * At most {@value #ROOM} bytes are on the way or wait for a reader that pauses.
 */
final class LoopbackConnection extends Connection {
    private static final int ROOM = 65_536;

    private final Address host;
    private final ByteQueue outbound = new ByteQueue();
    private final ByteQueue arrived = new ByteQueue();
    private @Nullable LoopbackConnection other;
    private Runnable left = () -> {};
    private int room = ROOM;
    private boolean reading = true;
    private boolean ended;
    private boolean closed;
    private boolean otherClosed;

    /** @param other the end of the side that has accepted; null for that end itself, which hears of its other one later */
    LoopbackConnection(
            Protocol protocol, Limits limits, Ledger ledger, Address host, @Nullable LoopbackConnection other) {
        super(protocol, limits, ledger);
        this.host = host;
        this.other = other;
        if (other != null) {
            tell(accepting -> accepting.meet(this));
        }
    }

    /** Ties the protocol to this end; gives what its connectionMade threw. */
    @Nullable
    Throwable open() {
        return opened();
    }

    /** Calls this when it is gone. */
    void whenLeft(Runnable call) {
        left = call;
    }

    private void meet(LoopbackConnection connecting) {
        other = connecting;
        flush();
    }

    /** The connect was cancelled on its way. */
    void abandon() {
        tell(accepting -> accepting.breaks("connection reset by peer"));
    }

    private void tell(Consumer<LoopbackConnection> news) {
        LoopbackConnection there = other;
        if (there != null) {
            there.reactor().callFromThread(() -> news.accept(there));
        }
    }

    @Override
    protected void enqueue(Bytes data) {
        outbound.add(data);
    }

    @Override
    protected void flush() {
        if (otherClosed && !outbound.isEmpty()) {
            reactor().callFromThread(() -> breaks("broken pipe: the peer has closed"));
            return;
        }
        while (other != null && room > 0 && !outbound.isEmpty()) {
            Bytes piece = outbound.take(Math.min(room, outbound.length()));
            room -= piece.length();
            tell(there -> there.arrives(piece));
            sent(piece.length());
        }
    }

    private void arrives(Bytes data) {
        if (!closed) {
            arrived.add(data);
            deliver();
        }
    }

    private void ends() {
        ended = true;
        deliver();
    }

    private void deliver() {
        if (closed || !reading) {
            return;
        }
        int length = arrived.length();
        if (length > 0) {
            received(arrived.takeAll());
            tell(there -> there.hasRoom(length));
        }
        if (ended && arrived.isEmpty() && !closed) {
            ended = false;
            peerEnded();
        }
    }

    private void hasRoom(int more) {
        room += more;
        flush();
    }

    @Override
    protected void reading(boolean on) {
        reading = on;
        if (on) {
            reactor().callFromThread(this::deliver); // never inside another event
        }
    }

    @Override
    protected void shutdownOutput() {
        tell(LoopbackConnection::ends);
    }

    @Override
    protected void close(boolean reset) {
        if (reset) {
            tell(there -> there.breaks("connection reset by peer"));
        } else {
            tell(LoopbackConnection::peerCloses);
        }
        reactor().callFromThread(() -> gone(null));
    }

    /** What waits to be sent is lost, and what is written from now on breaks the connection. */
    private void peerCloses() {
        otherClosed = true;
        int lost = outbound.length();
        outbound.clear();
        ends();
        if (lost > 0 && !closed) {
            sent(lost);
        }
    }

    private void breaks(String why) {
        gone(new TransportException(why));
    }

    private void gone(@Nullable Throwable cause) {
        if (!closed) {
            closed = true;
            outbound.clear();
            arrived.clear();
            left.run();
            channelGone(cause);
        }
    }

    @Override
    public Address host() {
        return host;
    }

    @Override
    public Address peer() {
        return host;
    }
}
