package io.jtwisted.testing;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.Connection;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import io.jtwisted.net.TransportException;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One end of a connection in memory, with a protocol on it. Reads and writes in turns, as a socket does. */
final class MemoryConnection extends Connection {
    private final MemoryNetwork network;
    private final Link.End end;
    private final Ledger ledger;
    private final ByteQueue outbound = new ByteQueue();
    private @Nullable MemoryPort port;
    private boolean open = true;
    private boolean reading = true;
    private @Nullable TlsSession session;
    private @Nullable Upgrade upgrade;

    MemoryConnection(MemoryNetwork network, Link.End end, Protocol protocol, Limits limits, Ledger ledger) {
        super(protocol, limits, ledger);
        this.network = network;
        this.end = end;
        this.ledger = ledger;
        this.session = end.tls();
    }

    /** Ties the protocol to this connection; gives what its connectionMade threw. */
    @Nullable
    Throwable open() {
        end.in().onReadable(this::read);
        end.out().onWritable(this::push);
        Throwable thrown = opened();
        if (open) {
            end.in().tellReader();
        }
        return thrown;
    }

    /** It is this port's. */
    void servedBy(MemoryPort server) {
        port = server;
    }

    Protocol served() {
        return protocol();
    }

    /** The connection was cut: both sides find out. */
    void cut() {
        TransportException cause = new TransportException("the wire was cut");
        end.in().breakOff(cause);
        end.out().breakOff(cause);
    }

    /** It is gone, not by its own hand if there is a cause. */
    void gone(@Nullable Throwable cause) {
        if (open) {
            open = false;
            end.in().desert();
            if (port != null) {
                port.left(end.peer());
            }
            Upgrade broken = upgrade;
            upgrade = null;
            if (broken == null) {
                channelGone(cause);
            } else {
                IOException why = broken.failed(cause);
                channelGone(cause == null ? null : why);
                broken.fail(why);
            }
        }
    }

    @Override
    public Address peer() {
        return end.peer();
    }

    @Override
    public Address host() {
        return end.host();
    }

    @Override
    protected void enqueue(Bytes data) {
        if (upgrade == null) {
            outbound.add(data);
        } else {
            upgrade.seal(data);
        }
    }

    @Override
    protected void touch() {
        network.turns().atEnd(this::turnEnded); // also between two turns, for the test
    }

    @Override
    protected void flush() {
        push();
    }

    @Override
    protected void reading(boolean on) {
        reading = on;
        if (on) {
            end.in().tellReader();
        }
    }

    @Override
    protected void shutdownOutput() {
        end.out().end();
    }

    @Override
    protected void close(boolean reset) {
        outbound.clear();
        end.in().desert();
        if (reset) {
            end.out().breakOff(new TransportException("connection reset by peer"));
        } else {
            end.out().end();
        }
        network.turns().tell(() -> gone(null));
    }

    @Override
    protected void protocolFailed(Throwable cause) {
        network.turns().failed(cause);
    }

    @Override
    protected long nanos() {
        return network.turns().nanos();
    }

    @Override
    protected Deferred<TlsSession> encrypt(Tls tls) {
        Tls wanted = end.isClient() ? MemoryNetwork.named(tls, end.peer()) : tls;
        Handshake.check(wanted, end.isClient(), end.peer());
        Upgrade begun = new Upgrade(network.reactor(), ledger, end.handshake(), wanted, this::noHandshake);
        upgrade = begun;
        push();
        end.in().tellReader();
        return begun.result();
    }

    @Override
    public boolean secure() {
        return session != null;
    }

    @Override
    public TlsSession tls() {
        return session == null ? super.tls() : session;
    }

    /** Gives the lane as much as it takes. */
    private void push() {
        if (!open) {
            return;
        }
        int bytes = outbound.isEmpty() ? 0 : end.out().fill(outbound);
        if (bytes > 0 && end.out().deserted()) {
            network.turns().tell(() -> gone(new TransportException("broken pipe: the peer has hung up")));
        }
        if (upgrade != null && outbound.isEmpty()) {
            upgrade.begin();
        }
        if (bytes > 0) {
            sent(bytes);
        }
    }

    /** One read, or the end. As with epoll, a peer's end is read up to, even behind a pause; and so is a handshake. */
    private void read() {
        Lane in = end.in();
        IOException broken = in.broken();
        if (open && broken != null) {
            gone(broken);
        }
        if (upgrade != null) {
            shakeHands(upgrade);
        }
        if (!open || upgrade != null || (!reading && !in.ending())) {
            return;
        }
        Bytes data = in.take(network.chunk());
        Signal signal = data.length() < network.chunk() ? in.hear() : null;
        if (signal != null) { // words like others, and they come in the same packet
            data = data.plus(signal.record());
        }
        if (!data.isEmpty()) {
            received(data);
        }
        if (upgrade != null) {
            in.tellReader();
        } else if (in.takeEnd()) {
            peerEnded();
        } else if (!in.isEmpty() || in.ending()) {
            in.tellReader();
        }
    }

    private void shakeHands(Upgrade under) {
        TlsSession found;
        try {
            found = under.goOn();
        } catch (SSLException e) {
            noHandshake(e);
            return;
        }
        if (found != null) {
            session = found;
            upgrade = null;
            outbound.add(under.takeSealed());
            under.succeed(found);
            push();
        }
    }

    private void noHandshake(IOException cause) {
        end.handshake().failed();
        gone(cause);
    }
}
