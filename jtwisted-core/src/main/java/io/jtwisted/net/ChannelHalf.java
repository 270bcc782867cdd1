package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * For makers of transports: the half of a {@link Connection} that differs from one kind of transport to another. Its
 * methods are called by the other half, on the reactor.
 */
public abstract class ChannelHalf implements Transport {

    /** Takes bytes to be sent at the next {@link #flush}. */
    protected abstract void enqueue(Bytes data);

    /** Takes a text and what ends it to be sent at the next {@link #flush}, and says how many bytes they have. */
    protected int enqueue(String text, Charset charset, Bytes end) {
        Bytes both = Bytes.of(text, charset).plus(end);
        enqueue(both);
        return both.length();
    }

    /** Asks for {@link Connection#turnEnded} when the turn of the reactor ends. */
    protected abstract void touch();

    /** Hands over to the network what was taken. What has left is told by {@link Connection#sent}. */
    protected abstract void flush();

    /** Reads on, or stops reading. Some may still arrive. */
    protected abstract void reading(boolean on);

    /** Sends this side's end. */
    protected abstract void shutdownOutput();

    /** Closes, with a reset if this is an abort. {@link Connection#channelGone} follows, but never inside. */
    protected abstract void close(boolean reset);

    /**
     * Begins TLS, on the reactor, on a connection that is open both ways: what was written before has been flushed and
     * leaves in the clear, nothing that arrives from now on is delivered before it is decrypted. What this throws leaves
     * the connection as it is; a Deferred that fails closes it. Not supported unless a maker of transports overrides it.
     */
    protected Deferred<TlsSession> encrypt(Tls tls) throws Exception {
        throw new UnsupportedOperationException(
                "TLS cannot begin on this connection: " + getClass().getSimpleName() + " does not support it");
    }

    /**
     * Begins to send this part of a file, and tells {@code transfer} as it leaves; nothing else is to be sent before all of
     * it has. False, as by default, if this maker cannot: then the file is read, and its bytes are enqueued.
     */
    protected boolean transfer(FileChannel file, long position, int count, FileTransfer transfer) {
        return false;
    }

    /** This many bytes more wait behind a file or in a layer above, or fewer: memory that nothing else counts. */
    protected void held(long more) {}

    /**
     * What arrives from now on is for another connection of the same reactor, and may be handed over without a copy; null
     * when it is not any more. Does nothing unless a maker overrides it: then what is received is written there.
     */
    protected void passTo(@Nullable Passage passage) {}

    /** The protocol threw this, or failed with it, and it is not the peer's fault: it was logged as an error. */
    protected void protocolFailed(Throwable cause) {}

    /** The reactor's clock, in nanoseconds; need not be newer than the turn. */
    protected long nanos() {
        return reactor().now().toNanos();
    }

    /** The protocol has been told that it is over. Forgets the connection, unless something of it lives on for a while. */
    protected abstract void forgettable();

    /** Closes at once: the connection has been asked to leave, and has not. */
    protected void cutOff() {
        abortConnection();
    }
}
