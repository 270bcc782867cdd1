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
import java.nio.charset.Charset;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One end of a connection in memory, with a protocol on it. Reads and writes in turns, as a socket does. */
final class MemoryConnection extends Connection {
    private final Network network;
    private final Link.End end;
    private final Ledger ledger;
    private final ByteQueue outbound = new ByteQueue();
    private @Nullable MemoryPort port;
    private boolean open = true;
    private boolean reading = true;
    private @Nullable TlsSession session;

    MemoryConnection(Network network, Link.End end, Protocol protocol, Limits limits, Ledger ledger) {
        super(network.nextId(), protocol, limits, ledger);
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
        network.connections().opened(this);
        Throwable thrown = opened();
        if (open) {
            end.in().tellReader();
        }
        return thrown;
    }

    @Override
    protected void forgettable() {
        network.connections().closed(this);
    }

    /** It is this port's. */
    void servedBy(MemoryPort server) {
        port = server;
    }

    boolean isServedBy(MemoryPort server) {
        return port == server;
    }

    void goodbye() {
        sayGoodbye();
    }

    Protocol served() {
        return protocol();
    }

    /** Somebody cut the wire: both sides find out. */
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
            end.handshake().lost();
            if (port != null) {
                port.left(end.peer());
            }
            channelGone(cause);
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
        outbound.add(data);
    }

    @Override
    protected int enqueue(String text, Charset charset, Bytes end) {
        Bytes data = Bytes.of(text, charset).plus(end);
        outbound.add(data);
        return data.length();
    }

    @Override
    protected void touch() {
        network.turns().atEnd(this::turnEnded);
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
    protected long nanos() {
        return network.turns().nanos();
    }

    @Override
    public Deferred<TlsSession> startTls(Tls tls) {
        if (session != null || !open) {
            return Deferred.fail(
                    new IllegalStateException(open ? "this connection is encrypted" : "this connection is gone"));
        }
        long began = nanos();
        return end.handshake()
                .begin(tls, end.isClient())
                .tap(found -> {
                    ledger.handshaken(since(began), found);
                    session = found;
                })
                .chainErrback(failure -> {
                    ledger.unshaken(since(began), failure, false);
                    return Deferred.fail(failure);
                });
    }

    @Override
    public boolean secure() {
        return session != null;
    }

    @Override
    public TlsSession tls() {
        return session == null ? super.tls() : session;
    }

    private Duration since(long began) {
        return Duration.ofNanos(nanos() - began);
    }

    /** Gives the lane as much as it takes. */
    private void push() {
        if (!open || outbound.isEmpty()) {
            return;
        }
        int bytes = end.out().fill(outbound);
        if (end.out().deserted()) {
            network.turns().tell(() -> gone(new TransportException("broken pipe: the peer has hung up")));
        }
        if (bytes > 0) {
            sent(bytes);
        }
    }

    /** One read, or the end. As with epoll, a peer's end is read up to, even behind a pause. */
    private void read() {
        Lane in = end.in();
        IOException broken = in.broken();
        if (open && broken != null) {
            gone(broken);
        }
        if (!open || (!reading && !in.ending())) {
            return;
        }
        Bytes data = in.take(network.chunk());
        if (!data.isEmpty()) {
            received(data);
        }
        if (in.takeEnd()) {
            peerEnded();
        } else if (in.length() > 0 || in.ending()) {
            in.tellReader();
        }
    }
}
