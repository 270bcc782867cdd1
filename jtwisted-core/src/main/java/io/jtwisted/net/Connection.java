package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.loop.DelayedCall;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For makers of transports: what is the same for all of them, so that a protocol behaves in a test as it does on a
 * socket. Keeps the state of the connection, what arrives behind a pause, the back-pressure, the silence, and the border
 * where exceptions of a protocol stop. The maker's half moves bytes; it calls {@link #opened}, {@link #received},
 * {@link #ended}, {@link #sent}, {@link #turnEnded} and {@link #lost} on the reactor.
 */
public abstract class Connection implements Transport {
    /** More bytes than this unsent pause the producer. */
    public static final int HIGH_WATER = 65_536;

    /** This many bytes unsent, or fewer, let it go on. */
    public static final int LOW_WATER = 32_768;

    private enum State {
        /** Both directions are open. */
        OPEN,
        /** The peer has sent its end; we may still write. */
        READ_ENDED,
        /** We have been asked to send our end; the peer may still write. */
        WRITE_ENDED,
        /** Sends what is left, and closes then. */
        CLOSING,
        /** Was told to close, or is gone; the protocol has not heard of it yet. */
        CLOSED,
        /** The protocol has heard of it. */
        LOST
    }

    private final long id;
    private final Reactor reactor;
    private final Protocol protocol;
    private final long unsentLimit;

    private State state = State.OPEN;
    private boolean outputShut;
    private boolean paused;
    private boolean delivering;
    private boolean touched;
    private long unsent;
    private long lastByte;
    private long silence;
    private @Nullable CloseReason reason;
    private @Nullable ArrayDeque<Bytes> kept;
    private boolean endKept;
    private @Nullable DelayedCall silenceCall;
    private @Nullable ByteProducer producer;
    private boolean producerPaused;

    protected Connection(long id, Reactor reactor, Protocol protocol, Limits limits) {
        this.id = id;
        this.reactor = reactor;
        this.protocol = protocol;
        this.unsentLimit = limits.unsent() == 0 ? Long.MAX_VALUE : limits.unsent();
        this.silence = limits.silence().toNanos();
    }
}
