package io.jtwisted.net;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The upper side of a {@link Layer}. Belongs to the reactor's thread. */
final class LayerConnection extends Connection {
    private final Layer layer;
    private final Connection below;

    /** What waits for the transport below, */
    private final ByteQueue outbound = new ByteQueue();

    /** and behind it what this turn has written. */
    private final ByteQueue turn = new ByteQueue();

    private boolean flushing;

    /** So many bytes of these the transport below counts as memory. */
    private long counted;

    LayerConnection(Layer layer, Protocol protocol) {
        this(layer, (Connection) layer.transport(), protocol);
    }

    private LayerConnection(Layer layer, Connection below, Protocol protocol) {
        super(protocol, watchedBelow(below.limits()), layer.ledger());
        this.layer = layer;
        this.below = below;
    }

    /** Every byte above is one below, too: two clocks would only differ. */
    private static Limits watchedBelow(Limits limits) {
        return limits.silence(Duration.ZERO)
                .readSilence(Duration.ZERO)
                .age(Duration.ZERO)
                .writeTimeout(Duration.ZERO);
    }

    /** Ties the protocol to this connection; gives what its connectionMade threw. */
    @Nullable
    Throwable open() {
        return opened();
    }

    void arrived(Bytes data) {
        received(data);
    }

    void peerHasEnded() {
        peerEnded();
    }

    void below(CloseReason reason) {
        forgetUnsent();
        belowLost(reason);
    }

    private void forgetUnsent() {
        outbound.takeAll();
        turn.takeAll();
        count();
    }

    /** Nothing else counts what waits here after a turn. */
    private void count() {
        long more = outbound.length() - counted;
        counted += more;
        if (more != 0) {
            below.held(more);
        }
    }

    /** Of a layer above. */
    @Override
    protected void held(long more) {
        below.held(more);
    }

    void goodbye() {
        sayGoodbye();
    }

    /** The transport below has room again. */
    void goOn() {
        if (!outbound.isEmpty() || !turn.isEmpty()) {
            flush();
        }
    }

    @Override
    protected void enqueue(Bytes data) {
        turn.add(data);
    }

    @Override
    protected void flush() {
        if (!turn.isEmpty()) {
            outbound.add(turn.takeAll()); // one piece for a turn: many short ones would take more than their bytes
        }
        if (flushing) { // the transport below has room again while it is written to
            return;
        }
        flushing = true;
        try {
            while (!layer.isFull() && !outbound.isEmpty()) {
                Bytes piece = outbound.take(Math.min(outbound.length(), Framing.PIECE));
                layer.framing().write(piece);
                sent(piece.length());
            }
        } catch (Exception | Error e) {
            fail(e);
        } finally {
            flushing = false;
            count();
        }
    }

    @Override
    protected void reading(boolean on) {
        if (on) {
            below.resumeReading();
        } else {
            below.pauseReading();
        }
    }

    @Override
    protected void shutdownOutput() {
        try {
            layer.framing().writeEnded();
        } catch (Exception | Error e) {
            fail(e);
        }
    }

    @Override
    protected void close(boolean reset) {
        forgetUnsent();
        try {
            if (!reset) {
                layer.framing().closing();
            }
        } catch (Exception | Error e) {
            below.fail(e);
        }
        below.unregisterProducer(); // it has given all
        below.closeBecauseOf(reason(), reset);
    }

    @Override
    protected void protocolFailed(Throwable cause) {
        below.protocolFailed(cause);
    }

    @Override
    public Address peer() {
        return below.peer();
    }

    @Override
    public Address host() {
        return below.host();
    }

    @Override
    public Optional<Transport> below() {
        return Optional.of(below);
    }

    @Override
    public <T> Optional<T> detail(Class<T> type) {
        Optional<T> own = layer.framing().detail(type);
        return own.isPresent() ? own : below.detail(type);
    }

    @Override
    public boolean secure() {
        return layer.framing().tls() != null || below.secure();
    }

    @Override
    public TlsSession tls() {
        TlsSession own = layer.framing().tls();
        return own == null ? below.tls() : own;
    }
}
