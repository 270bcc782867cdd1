package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transport over a transport: a protocol like any other below, and above it any protocol, which talks through a
 * {@link Framing}: WebSocket, TLS over a proxy, the channel of a tunnel. To the protocol above it is a transport like any
 * other, with limits, back-pressure, half closes and a turn that ends with that of the transport below. Layers can lie on
 * layers.
 *
 * <pre>{@code
 * reactor.listen("tcp:7000", peer -> new Layer(new Lengths(), new Echo()));
 * }</pre>
 *
 * <p>Limits on silence, age and write time are those of the transport below, and are watched there: a ping that a framing
 * answers by itself is no silence. Those on unsent bytes hold in both. The listeners of the reactor hear of the transport
 * above as of any other; {@link Transport#below()} tells it apart, and the figures of the port count the one below only.
 */
public final class Layer extends Protocol implements HalfCloseable, ByteProducer {
    private final Framing framing;
    private final Protocol above;
    private final Set<Deferred<Transport>> asked = new LinkedHashSet<>(2);
    private @Nullable LayerConnection connection;
    private @Nullable Ledger ledger;
    private @Nullable Throwable failure;
    private boolean full;

    /** With this protocol above. */
    public Layer(Framing framing, Protocol above) {
        this.framing = framing;
        this.above = above;
        framing.bind(this);
    }

    /**
     * Fires with the transport of the protocol above when that is connected, after its {@code connectionMade}; fails with
     * what kept the layer from opening. To be asked on the reactor, any number of times; to cancel it takes the question
     * back.
     */
    public Deferred<Transport> opened() {
        if (failure != null) {
            return Deferred.fail(failure);
        }
        if (connection != null) {
            return Deferred.succeed(connection);
        }
        Deferred<Transport> open = new Deferred<>(asked::remove);
        asked.add(open);
        return open;
    }

    @Override
    public void connectionMade() throws Exception {
        transport().registerProducer(this);
        framing.begin();
    }

    @Override
    public void dataReceived(Bytes data) throws Exception {
        framing.received(data);
    }

    @Override
    public void readConnectionLost() throws Exception {
        framing.ended();
    }

    @Override
    public void connectionLost(CloseReason reason) {
        full = false;
        framing.lost(reason);
        if (connection != null) {
            connection.below(reason);
        }
        if (connection == null && failure == null) {
            Throwable cause = reason.cause();
            failed(cause != null ? cause : new TransportException("closed before the layer was open"));
        }
    }

    @Override
    public void shuttingDown() {
        if (connection == null) {
            transport().loseConnection();
        } else {
            connection.goodbye();
        }
    }

    @Override
    public void pauseProducing() {
        full = true;
    }

    @Override
    public void resumeProducing() {
        full = false;
        if (connection != null) {
            connection.goOn();
        }
    }

    @Override
    public void stopProducing() {
        full = false;
    }

    /** Whether the transport below has as much to send as it should. */
    boolean isFull() {
        return full;
    }

    Framing framing() {
        return framing;
    }

    Ledger ledger() {
        if (ledger == null) {
            ledger = ((Connection) transport()).account().ledger().beside();
        }
        return ledger;
    }

    void giveUp(Throwable cause) {
        transport().unregisterProducer(); // what is unsent above is lost
        ((Connection) transport()).closeBecauseOf(CloseReason.error(Blame.ofTransport(cause)), false);
    }

    void flush() {
        if (connection != null) {
            connection.goOn();
        }
    }

    boolean isServer() {
        return ((Connection) transport()).account().ledger().port() != null;
    }

    void open() {
        if (connection != null) {
            throw new IllegalStateException("this layer is open already");
        }
        connection = new LayerConnection(this, above);
        Throwable thrown = connection.open();
        if (thrown == null) {
            takeAsked().forEach(open -> open.callback(connection));
        } else {
            failed(thrown);
        }
    }

    private void failed(Throwable cause) {
        failure = cause;
        takeAsked().forEach(open -> open.errback(cause));
    }

    private List<Deferred<Transport>> takeAsked() {
        List<Deferred<Transport>> taken = List.copyOf(asked);
        asked.clear();
        return taken;
    }

    void deliver(Bytes data) {
        opened("bytes").arrived(data);
    }

    void end() {
        opened("an end").peerHasEnded();
    }

    private LayerConnection opened(String what) {
        if (connection == null) {
            throw new IllegalStateException("a framing delivers " + what + " before it has opened the layer");
        }
        return connection;
    }
}
