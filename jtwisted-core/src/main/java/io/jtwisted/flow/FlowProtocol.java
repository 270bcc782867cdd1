package io.jtwisted.flow;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.HalfCloseable;
import io.jtwisted.net.Protocol;
import java.util.concurrent.Flow;

/**
 * A protocol whose bytes are reactive streams, with back-pressure both ways: without a request the peer has to wait,
 * and a peer which does not read makes the publisher wait. An echo:
 *
 * <pre>{@code
 * final class Echo extends FlowProtocol {
 *
 *     @Override
 *     public void connectionMade() {
 *         send(received()).otherwise(this::fail);
 *     }
 * }
 * }</pre>
 *
 * <p><b>When it closes.</b> By itself when both directions are done: nothing more comes (the peer has ended, or the
 * subscriber has cancelled), and nothing is being sent. So a subscriber that cancels closes the connection, after what
 * is being sent; what still arrives meanwhile is dropped. A protocol that has sent everything and wants no more may
 * close earlier, as usual: {@code send(all).always(transport()::loseConnection)}.
 *
 * <p>It pauses and resumes reading as the subscriber requests; other code should not.
 */
public class FlowProtocol extends Protocol implements HalfCloseable {
    @SuppressWarnings("this-escape") // it keeps it, and looks at it later
    private final Inflow inflow = new Inflow(this);

    private int sending;
    private int incomplete; // those which are being sent, and those which failed

    /**
     * What the peer sends, for one subscriber, which is called on the reactor, in pieces as the network cut them. It
     * may subscribe, request and cancel on any thread, from {@link #connectionMade()} on. Until it requests, the peer
     * waits.
     *
     * <p>It completes when the peer has ended in good order. Any other end is an error, as what was received may not be
     * all: what broke the connection, or an {@link java.io.IOException} if this side closed it. A second subscriber meets
     * an {@link IllegalStateException}. What a subscriber throws closes the connection.
     */
    public final Flow.Publisher<Bytes> received() {
        return inflow;
    }

    /**
     * Writes what a publisher publishes, as {@link Flows#send} does, one publisher at a time. If it fails, the connection
     * stays open until nothing more comes, in case the protocol wants to answer, and is aborted then;
     * {@code send(...).otherwise(this::fail)} closes it at once.
     */
    public final Deferred<Long> send(Flow.Publisher<? extends Bytes> bytes) {
        return reactor().call(() -> {
            sending++;
            incomplete++;
            return Flows.send(transport(), bytes)
                    .tap(all -> incomplete--)
                    .always(() -> sending--)
                    .always(this::somethingEnded);
        });
    }

    /** Gives it to the subscriber. An override calls it with what it makes of the bytes. */
    @Override
    public void dataReceived(Bytes data) throws Exception {
        inflow.received(data);
    }

    /** Whether a piece has arrived for which the subscriber has not asked. */
    @Override
    protected boolean keepsBytes() {
        return inflow.keepsBytes();
    }

    @Override
    public final void readConnectionLost() {
        inflow.completed();
        somethingEnded();
    }

    @Override
    protected final void readingEnded(CloseReason reason) {
        inflow.lost(reason);
    }

    /** Its subscriber has thrown this. */
    final void subscriberFailed(Throwable cause) {
        fail(cause);
    }

    /** Closes if that was the last; but not in this turn, in which the protocol may begin to send. */
    final void somethingEnded() {
        reactor().callFromThread(() -> {
            if (sending > 0 || !inflow.ended() || !transport().connected()) {
                return;
            }
            if (incomplete > 0) {
                transport().abortConnection(); // so that the peer does not take it for all
            } else {
                transport().loseConnection();
            }
        });
    }
}
