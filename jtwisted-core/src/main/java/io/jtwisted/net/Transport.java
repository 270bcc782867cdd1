package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What a protocol talks through: TCP, TLS, a Unix socket, or the memory of a test. Twisted: {@code ITransport}.
 *
 * <p>Commands may be given from any thread; from outside the reactor they hop there, in order. A command that is given on
 * the reactor comes before those that have not arrived there. After the end they do nothing. Questions are answered on the
 * reactor, and still after the end.
 */
public interface Transport {

    /** A number which no other connection of the same reactor has. */
    long id();

    Reactor reactor();

    /** The other end. */
    Address peer();

    /** This end. */
    Address host();

    /**
     * Sends these bytes, after all before. Never blocks: what one turn of the reactor writes leaves together when the
     * turn ends. More than {@link Limits#unsent()} bytes waiting for the peer abort the connection; to wait for the
     * peer instead, register a {@link ByteProducer}.
     */
    void write(Bytes data);

    /** Sends this text. The same as {@code write(Bytes.of(text, charset))}, and cheaper. */
    default void write(String text, Charset charset) {
        write(text, charset, Bytes.empty());
    }

    /** Sends this text and what ends it, with nothing of other threads in between. */
    void write(String text, Charset charset, Bytes end);

    /** What this transport lies on, if it is that of a {@link Layer}; empty for those of the network. */
    default Optional<Transport> below() {
        return Optional.empty();
    }

    /** The limits that hold for this connection: those of its endpoint. */
    Limits limits();

    /**
     * A fact about this connection that only some kinds of transport have, such as the credentials of a peer on a Unix
     * socket: a value of this type, or empty if this transport has none. A layer has those of what it lies on, too.
     */
    default <T> Optional<T> detail(Class<T> type) {
        return Optional.empty();
    }

    /**
     * Sends this file, after all that was written before it; what is written meanwhile follows it. Wherever the bytes of
     * the file can go from the disk to the socket by themselves (TCP and Unix sockets over epoll, kqueue and NIO), they do;
     * over TLS, io_uring and in memory the file is read in pieces of 64 KiB on the reactor's threads for blocking work, at
     * the pace of the peer. {@link #loseConnection()} waits for it.
     *
     * <p>A file is not memory: it does not count in {@link #unsent()}, nor against {@link Limits#unsent()}; of one that is
     * read in pieces, two of them do. {@link Limits#writeTimeout()} holds, and so do the silences: each part that leaves is
     * a byte that has gone.
     *
     * <p>It is opened at once, on a thread that may block, and closed in every case. What cannot be opened, is no regular
     * file, or does not have these bytes fails before any of it is sent; the connection is as it was, and what was written
     * behind it is sent. Later on a file that has become shorter, or cannot be read, closes the connection with that
     * {@link java.io.IOException} as its reason: what the peer was promised cannot be kept. How much a file that grows has
     * is known when it is opened: no more is sent.
     *
     * <p>To cancel it before any of it was sent takes it out of what waits. Later, it aborts the connection: the peer could
     * not tell the rest from what follows. A protocol that has announced the file, as HTTP does in {@code Content-Length},
     * must close in the first case, too. Any thread may ask.
     *
     * @return fires when the last byte has left, with how many; fails with {@link java.io.IOException} as described, with
     *     {@link TransportException} if the connection ends first, with
     *     {@link java.util.concurrent.RejectedExecutionException} if no thread can open it
     */
    default Deferred<Long> send(Path file) {
        return send(FileRange.of(file), sent -> {});
    }

    /** The same with a part of it: so many bytes from this position. */
    default Deferred<Long> send(Path file, long position, long count) {
        return send(new FileRange(file, position, count), sent -> {});
    }

    /**
     * The same, with progress: told on the reactor whenever some has left, with how many bytes of the file have by then.
     * What that throws closes the connection.
     */
    Deferred<Long> send(FileRange range, LongConsumer progress);

    /**
     * Fires with this transport when there is room for more: {@link Limits#lowWater()} bytes are unsent, or fewer; at once
     * if that is so. For code that writes in steps, and needs no {@link ByteProducer}. Fails with
     * {@link TransportException} if the connection ends before. Each call gives a Deferred of its own; any thread may ask.
     */
    Deferred<Transport> drained();

    /** How many bytes were written and have not left yet. A file that is to be sent is not among them. */
    long unsent();

    /**
     * Closes politely: no more is read from now on, what was written is sent first. A registered producer which is
     * paused finishes first.
     *
     * <p>What is written after this, but in the same turn of the reactor, is sent too. What is written in a later turn
     * is sent only if the connection still has something unsent, or its paused producer has not finished; otherwise it
     * is dropped. {@link #connected()} is false from here on, which says that nothing may be relied on any more.
     */
    void loseConnection();

    /**
     * The same because of this, which becomes the {@link CloseReason} and is logged according to whose fault it is. What
     * was written before is sent, so that the peer can be told why: {@link #fail} drops it.
     *
     * <pre>{@code
     * sendLine("500 not in this order");
     * transport().loseConnection(new ProtocolException("expected HELO first"));
     * }</pre>
     */
    void loseConnection(Throwable why);

    /** Ends this side's half of the talk, after what was written. The other half goes on. See {@link HalfCloseable}. */
    void loseWriteConnection();

    /** Closes now: what was not sent is lost, and TCP resets. {@code connectionLost} follows later, not inside. */
    void abortConnection();

    /**
     * Closes now because of this, which becomes the {@link CloseReason}, and is logged according to whose fault it is, as
     * {@link Protocol} says. What was not sent is lost; {@link #loseConnection(Throwable)} sends it first.
     */
    void fail(Throwable cause);

    /**
     * Whether what is written now is going to be sent, as far as this side is concerned: the connection is made, and
     * neither lost nor about to be. False after {@link #loseConnection()}, though what is written in the same turn is
     * still sent, and after {@link #loseWriteConnection()}, when nothing may be written.
     */
    boolean connected();

    /**
     * Fires when the connection is gone and its protocol has heard of it, with why; any thread may ask. Each call gives a
     * Deferred of its own.
     */
    Deferred<CloseReason> closed();

    /**
     * Stops {@code dataReceived}, and with it the peer, which cannot send more than the buffers hold. What arrives
     * nevertheless, and the end, are kept in order.
     */
    void pauseReading();

    /** Goes on after {@link #pauseReading()}; what was kept comes first. */
    void resumeReading();

    /**
     * Ties a producer to this transport: it is paused when more than {@link Limits#highWater()} bytes are unsent,
     * resumed at {@link Limits#lowWater()} or less, and stopped when the connection ends (at once, if it has).
     *
     * @throws IllegalStateException if there is one already
     */
    void registerProducer(ByteProducer producer);

    /** The producer has written all that it had. */
    void unregisterProducer();

    /**
     * Closes the connection when no byte has come or gone for this long. Zero switches it off. Replaces
     * {@link Limits#silence()}. Does not count while this side makes the peer wait: while it has paused reading, or holds
     * back commands which have arrived.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    void closeAfterSilence(Duration silence);

    /**
     * Closes the connection when no byte has come for this long, whatever this side has written: for protocols in which
     * every peer says something from time to time. Counts until the peer has ended, and not while this side makes the
     * peer wait. Zero switches it off. Replaces {@link Limits#readSilence()}.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    void closeAfterReadSilence(Duration silence);

    /**
     * Begins TLS on a connection that was plain: what was written before leaves in the clear, all that follows is
     * encrypted. A client verifies the server's certificate against the name in {@code tls}.
     *
     * <p>To be called on the reactor, and by a server before it writes its last clear words:
     * the line that says "go ahead" must leave in the clear, so write it, then call this in the same turn.
     *
     * <p>What the peer sent in the clear and the protocol has not heard yet is never delivered as if it had come encrypted:
     * if something waits behind a pause, or the protocol keeps bytes ({@link Protocol#keepsBytes()}: a line behind
     * {@code STARTTLS} in the same packet), this fails with a {@link ProtocolException} and closes the connection.
     *
     * @return what the handshake found; a failure closes the connection, too. {@link IllegalStateException}, and the
     *     connection stays as it is, if TLS has begun before, or the connection is closed or has ended on one side;
     *     {@link UnsupportedOperationException} if this kind of transport cannot begin TLS
     */
    Deferred<TlsSession> startTls(Tls tls);

    /**
     * Gives all that arrives here from now on to another transport: relays, proxies, tunnels. Two of these, one each way,
     * are a relay:
     *
     * <pre>{@code
     * front.pipeTo(back);
     * back.pipeTo(front);
     * }</pre>
     *
     * <p>The protocol here is replaced as by {@link #become} and hears nothing more; bytes that it keeps it has to write to
     * the other one before. Reading stops while the other one has more than {@link Limits#highWater()} unsent, and goes on
     * at {@link Limits#lowWater()}; a pause of this transport still holds. The peer's end here ends this side's half there
     * ({@link #loseWriteConnection()}), and this half stays open until the other direction has ended, too, or
     * {@link #loseConnection()} is called. A connection that breaks, is aborted or runs into a time limit aborts the other
     * one; one that this side closes closes the other one politely.
     *
     * <p>Between two connections of one reactor over Netty, buffers go from the one socket to the other without a copy;
     * otherwise the bytes are copied. They count as received here and as sent there. The other transport may be this one:
     * an echo.
     *
     * <p>Cancel it to abort both. Another {@link #become} ends it, and both transports go on. Any thread may ask.
     *
     * @return fires with the number of bytes when the peer has ended and all was written there, or one of the two
     *     transports is closed in an orderly way; fails with what broke either of them. With
     *     {@link IllegalStateException}, before anything has changed, if the other one has a producer or the protocol here
     *     keeps bytes; if the other one lives on another reactor, its producer is found later, and this transport is aborted
     */
    Deferred<Long> pipeTo(Transport other);

    /**
     * Hands this connection over to another protocol: SOCKS and HTTP CONNECT, WebSocket, AMP's switch, ALPN. The next one
     * hears {@code connectionMade} at once, then the bytes left over, then all that follows, and works as if it had been
     * there from the start; the one before hears nothing more, and its commands to a protocol's own tools
     * ({@code receiveBytes}, {@code oneAtATime}) have no effect on the connection any more. All else carries over: what
     * is unsent, limits, silence, a pause, a registered producer, TLS, the counts. A peer that has ended already is told
     * to the next one as to the one before.
     *
     * <p>To be called on the reactor, as a rule in an event of the protocol before; from another thread it hops. When the
     * protocol has heard that the connection is lost, it does nothing.
     *
     * @param leftOver what the protocol before has received, and is the next one's: {@code clearLineBuffer()} of a
     *     {@code LineReceiver}, for one
     * @throws IllegalStateException if the next protocol has had a connection, or the one before keeps bytes that it does
     *     not hand over ({@link Protocol#keepsBytes()}); nothing has changed then
     */
    void become(Protocol next, Bytes leftOver);

    /** Whether this connection is encrypted. */
    default boolean secure() {
        return false;
    }

    /**
     * What the handshake found.
     *
     * @throws IllegalStateException if this connection is not encrypted
     */
    default TlsSession tls() {
        throw new IllegalStateException("this connection is not encrypted: ask secure() first");
    }
}
