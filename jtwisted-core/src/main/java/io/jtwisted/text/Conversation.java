package io.jtwisted.text;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ByteProducer;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.Transport;
import io.jtwisted.net.TransportException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Dialogue} talks through. Reading waits for the peer, and a peer that sends more than {@value #FULL}
 * bytes that the dialogue has not read has to wait; writing waits for a peer that does not read. Lines are UTF-8 and
 * end with CRLF.
 *
 * <p>For the thread of the dialogue. What had arrived before the end of a connection can still be read. After that,
 * reading tells the end if the peer, or this side, has closed in good order; else, and when writing, the
 * {@link IOException} says what has happened.
 */
public final class Conversation {
    /** As many bytes may wait, each way. */
    private static final int FULL = 65_536;

    private static final Bytes CRLF = Bytes.utf8("\r\n");

    private final Transport transport;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ByteQueue inbound = new ByteQueue();
    private final ByteQueue outbound = new ByteQueue();
    private @Nullable Thread thread;
    private @Nullable IOException trouble;
    private boolean over;
    private boolean waiting;
    private boolean peerWaits;
    private boolean peerIsSlow;
    private boolean sending;
    private int wanted;

    /** A condition for which the thread waits. */
    private interface Question {
        boolean holds();
    }

    Conversation(Transport transport) {
        this.transport = transport;
    }

    /** The connection below. Its commands may be given from any thread; to close it ends the conversation. */
    public Transport transport() {
        return transport;
    }

    /** Where to ask for what is shared: {@code reactor().call(...).await()}. */
    public Reactor reactor() {
        return transport.reactor();
    }

    /**
     * The next line, without its CRLF; null at the end. What comes after the last CRLF is no line.
     *
     * @throws ProtocolException if it is longer than {@value LineReceiver#LINE_LIMIT} bytes, or has a bare CR or LF, or a
     *     NUL in it, so that {@link #writeLine} could not send it on
     * @throws IOException if the connection was lost
     */
    public @Nullable String readLine() throws IOException, InterruptedException {
        lock.lock();
        try {
            await(() -> over || inbound.indexOf(CRLF) >= 0 || inbound.length() > LineReceiver.LINE_LIMIT + 1);
            int length = inbound.indexOf(CRLF);
            if (length > LineReceiver.LINE_LIMIT || (length < 0 && inbound.length() > LineReceiver.LINE_LIMIT + 1)) {
                throw new ProtocolException("expected a line of at most " + LineReceiver.LINE_LIMIT + " bytes");
            }
            if (length < 0) {
                complain();
                return null;
            }
            String line = inbound.take(length).text(StandardCharsets.UTF_8);
            inbound.skip(CRLF.length());
            letPeerGoOn();
            if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0 || line.indexOf('\0') >= 0) {
                throw new ProtocolException("expected a line without a bare CR, LF or NUL in it");
            }
            return line;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next so many bytes. Memory is taken as they arrive, but the caller should know a limit.
     *
     * @throws EOFException if the connection ends before
     * @throws IOException if it was lost
     * @throws IllegalArgumentException if the length is negative
     */
    public Bytes readBytes(int length) throws IOException, InterruptedException {
        if (length < 0) {
            throw new IllegalArgumentException("expected a length, not " + length);
        }
        lock.lock();
        try {
            wanted = length;
            letPeerGoOn();
            await(() -> over || inbound.length() >= length);
            if (inbound.length() < length) {
                complain();
                throw new EOFException("connection closed after " + inbound.length() + " of " + length + " bytes");
            }
            Bytes bytes = inbound.take(length);
            wanted = 0;
            letPeerGoOn();
            return bytes;
        } finally {
            wanted = 0;
            lock.unlock();
        }
    }

    /** Whatever has arrived, at least a byte; null at the end. An IOException if the connection was lost. */
    public @Nullable Bytes read() throws IOException, InterruptedException {
        lock.lock();
        try {
            await(() -> over || !inbound.isEmpty());
            if (inbound.isEmpty()) {
                complain();
                return null;
            }
            Bytes bytes = inbound.takeAll();
            letPeerGoOn();
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a line, and CRLF.
     *
     * @throws IllegalArgumentException if the text contains CR or LF: it would be more than one line
     * @throws IOException if the conversation is over
     */
    public void writeLine(String line) throws IOException, InterruptedException {
        if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("expected one line to send, not one with CR or LF in it");
        }
        write(Bytes.utf8(line + "\r\n"));
    }

    /**
     * Sends these bytes, and waits while the peer is slow: of a long message most waits here, not in the connection.
     *
     * @throws IOException if the conversation is over
     */
    public void write(Bytes data) throws IOException, InterruptedException {
        for (int at = 0; at < data.length(); at += FULL) {
            writePiece(data.slice(at, Math.min(data.length(), at + FULL)));
        }
    }

    private void writePiece(Bytes data) throws IOException, InterruptedException {
        lock.lock();
        try {
            await(() -> over || (!peerIsSlow && outbound.length() <= FULL));
            if (over) {
                complain();
                throw new TransportException("the conversation is over: the connection is closed");
            }
            outbound.add(data);
            if (!sending) {
                sending = true;
                reactor().callFromThread(this::send);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until this holds. By the lock's holder. */
    private void await(Question question) throws InterruptedException {
        waiting = true; // the end of the conversation need not interrupt
        try {
            while (!question.holds()) {
                changed.await();
            }
        } finally {
            waiting = false;
        }
    }

    private void complain() throws IOException {
        if (trouble != null) {
            throw new TransportException(trouble.getMessage(), trouble.getCause());
        }
    }

    private void letPeerGoOn() {
        if (peerWaits && !over && inbound.length() <= Math.max(FULL / 2, wanted - 1)) {
            peerWaits = false;
            transport.resumeReading();
        }
    }

    // ---- the reactor's side

    /** What has to wait if the peer is slow: this. */
    ByteProducer outbound() {
        return new ByteProducer() {
            @Override
            public void pauseProducing() {
                change(() -> peerIsSlow = true);
            }

            @Override
            public void resumeProducing() {
                change(() -> peerIsSlow = false);
            }

            @Override
            public void stopProducing() {
                change(() -> peerIsSlow = false);
            }
        };
    }

    void heldOn(Thread speaker) {
        change(() -> thread = speaker);
    }

    void arrived(Bytes data) {
        change(() -> {
            inbound.add(data);
            if (!peerWaits && inbound.length() > Math.max(FULL, wanted)) {
                peerWaits = true;
                transport.pauseReading();
            }
        });
    }

    /** Nothing more comes or goes; the trouble is null if it ended in good order. The first one counts. */
    void end(@Nullable IOException why) {
        change(() -> {
            if (over) {
                return;
            }
            over = true;
            trouble = why;
            if (thread != null && !waiting) {
                thread.interrupt();
            }
        });
    }

    /** Whether something has arrived that the dialogue has not read. */
    boolean keepsBytes() {
        lock.lock();
        try {
            return !inbound.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** The dialogue has nothing more to say. On its thread. */
    void finish() {
        change(() -> thread = null);
        reactor().callFromThread(() -> {
            send();
            transport.unregisterProducer();
            transport.loseConnection();
        });
    }

    private void send() {
        transport.write(takeOutbound());
    }

    private Bytes takeOutbound() {
        lock.lock();
        try {
            sending = false;
            changed.signalAll();
            return outbound.takeAll();
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
