package io.jtwisted.testing;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Tls;
import io.jtwisted.net.Transport;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The other side of a connection, played by a test: {@link MemoryReactor#dial dials} a server, or
 * {@link MemoryReactor#answers answers} a client. Whatever it does, the reactor has done all that follows from it when
 * the method returns, so the next line of the test may look. For the thread of the test.
 *
 * <pre>{@code
 * MemoryPeer alice = reactor.dial(room);
 * alice.sends("hello\r\n");
 * assertThat(alice.hears()).isEqualTo("hello, too\r\n");
 * }</pre>
 */
public final class MemoryPeer {
    private enum State {
        OPEN,
        /** Has sent its end, and listens on. */
        END_SENT,
        HUNG_UP
    }

    private final Turns turns;
    private final Link.End end;
    private final ByteQueue outbound = new ByteQueue();
    private final ByteQueue heard = new ByteQueue();
    private State state = State.OPEN;
    private boolean reading = true;
    private boolean heardEnd;
    private @Nullable MemoryConnection served;

    MemoryPeer(Turns turns, Link.End end) {
        this.turns = turns;
        this.end = end;
        end.in().onReadable(this::read);
        end.out().onWritable(this::push);
    }

    /** This is at the other end now. */
    void serves(MemoryConnection connection) {
        served = connection;
    }

    /**
     * Sends this text in UTF-8, all at once. After a disconnection it goes nowhere.
     *
     * @throws IllegalStateException if this peer has ended its side
     */
    public MemoryPeer sends(String text) {
        return sends(Bytes.utf8(text));
    }

    /**
     * Sends these bytes, all at once. If the other side does not read, more than 65,536 wait here, as {@link
     * #unsent()}.
     */
    public MemoryPeer sends(Bytes data) {
        return does(() -> {
            if (state != State.OPEN) {
                throw new IllegalStateException("this peer has ended its side, and has no more to say");
            }
            outbound.add(data);
            push();
        });
    }

    /** Sends this text one byte at a time, and lets the reactor do all that follows after each. */
    public MemoryPeer trickles(String text) {
        Bytes data = Bytes.utf8(text);
        for (int i = 0; i < data.length(); i++) {
            sends(data.slice(i, i + 1));
        }
        return this;
    }

    /**
     * Begins TLS in the middle of the talk, with any protocols and names that the other side wants. What this peer sends
     * from now on is encrypted, and waits until the other side begins as well; if that speaks in the clear instead, this
     * peer disconnects.
     *
     * @throws IllegalStateException if it has begun before, has ended, or has bytes to send that the other side does
     *     not read
     */
    public MemoryPeer startsTls() {
        return begins(null);
    }

    /** The same, with these application protocols, and as a client with this server name. */
    public MemoryPeer startsTls(Tls tls) {
        return begins(tls);
    }

    private MemoryPeer begins(@Nullable Tls tls) {
        return does(() -> {
            if (end.tls() != null || end.handshake().hasBegun() || state != State.OPEN || !outbound.isEmpty()) {
                throw new IllegalStateException("this peer cannot begin TLS: it has begun before, has ended, or has "
                        + outbound.length() + " bytes to send in the clear");
            }
            read();
            end.handshake().begin(tls);
            end.in().tellReader();
        });
    }

    /** Whether what is said is encrypted: the connection was made so, or both sides have begun TLS. */
    public boolean isSecure() {
        does(() -> {});
        return end.tls() != null || end.handshake().isOpen();
    }

    /** All text which has come since this was last asked, in UTF-8. */
    public String hears() {
        return hearsBytes().utf8();
    }

    /** All bytes which have come since this was last asked. */
    public Bytes hearsBytes() {
        does(() -> {});
        return heard.takeAll();
    }

    /** Closes, in good order (FIN). What it is sent from now on is answered with a reset. */
    public MemoryPeer hangsUp() {
        return does(() -> {
            push();
            end.out().end();
            end.in().desert();
            state = State.HUNG_UP;
        });
    }

    /** Sends its end, and goes on listening: a half close. */
    public MemoryPeer endsSending() {
        return does(() -> {
            push();
            end.out().end();
            state = state == State.OPEN ? State.END_SENT : state;
        });
    }

    /** Resets the connection: the other side loses it with an {@link IOException}. */
    public MemoryPeer resets() {
        return does(() -> {
            end.out().breakOff(new IOException("connection reset by peer"));
            end.in().desert();
            state = State.HUNG_UP;
        });
    }

    /** Reads no more: 65,536 bytes fit into what the kernel would hold, then the other side has to wait. */
    public MemoryPeer stopsReading() {
        return does(() -> reading = false);
    }

    /** Reads on. */
    public MemoryPeer readsAgain() {
        return does(() -> {
            reading = true;
            end.in().tellReader();
        });
    }

    /** How many bytes it has sent which the reactor has not read yet. */
    public int unsent() {
        does(() -> {});
        return outbound.length() + end.out().length();
    }

    /** Whether the other side has sent its end, and all that came before was read. */
    public boolean heardEnd() {
        does(() -> {});
        return heardEnd;
    }

    /** Whether the connection is closed, by whichever side, in good order or not; or was refused. */
    public boolean isDisconnected() {
        does(() -> {});
        return state == State.HUNG_UP || end.out().deserted();
    }

    /** Whether the other side has reset the connection. */
    public boolean wasReset() {
        does(() -> {});
        return end.in().broken() != null;
    }

    /**
     * The transport at the other end.
     *
     * @throws IllegalStateException if this peer was refused
     */
    public Transport transport() {
        return served();
    }

    /**
     * The protocol at the other end.
     *
     * @throws ClassCastException if it is of another type
     * @throws IllegalStateException if this peer was refused
     */
    public <P extends Protocol> P protocol(Class<P> type) {
        return type.cast(served().served());
    }

    private MemoryConnection served() {
        if (served == null) {
            throw new IllegalStateException("this peer was refused, or waits: there is no other end");
        }
        return served;
    }

    private void push() {
        if (!end.handshake().isUnderWay()) {
            end.out().fill(outbound);
        }
    }

    private void read() {
        if (state == State.HUNG_UP) {
            return;
        }
        Handshake handshake = end.handshake();
        if (handshake.isUnderWay()) {
            shakeHands(handshake);
        } else if (reading) {
            heard.add(end.in().take(Lane.ROOM));
            if (end.in().sees() == Signal.ALERT) { // it comes before an end, which says enough
                end.in().hear();
            }
            heardEnd |= end.in().takeEnd();
        }
    }

    private void shakeHands(Handshake handshake) {
        try {
            handshake.goOn();
        } catch (SSLException e) {
            handshake.failed();
            state = State.HUNG_UP;
            return;
        }
        if (handshake.isOpen()) {
            push();
            end.in().tellReader();
        }
    }

    private MemoryPeer does(Runnable action) {
        return turns.run(() -> {
            action.run();
            return this;
        });
    }
}
