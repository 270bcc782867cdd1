package io.jtwisted.text;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.bytes.Inbox;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ByteSink;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ProtocolException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A protocol made of lines, with raw bytes in between where it wants them. Twisted:
 * {@code twisted.protocols.basic.LineReceiver}.
 *
 * <p>A line ends with CRLF and with nothing else. Lines are UTF-8, and at most {@value #LINE_LIMIT} bytes long; all three
 * can be changed, at any time, for the lines which follow. A line with a bare CR or LF in it, or a NUL, is refused, unless
 * {@link #setBareControls} says otherwise: {@link #sendLine} could not send it on, and where two programs disagree on
 * where a line ends, one can be made to take a part of a message for a command. What was read ahead is kept, and is
 * delivered in order:
 *
 * <ul>
 *   <li>{@code transport().pauseReading()} in an event stops before the next line or block;
 *   <li>{@link #oneAtATime} stops before the next line until a command is done;
 *   <li>after {@code loseConnection} and {@code abortConnection} nothing more is delivered.
 * </ul>
 *
 * <p>All but {@link #sendLine} belongs to the reactor.
 */
public abstract class LineReceiver extends Protocol {
    /** The longest line, in bytes without the delimiter, unless {@link #setLineLimit} says otherwise. */
    public static final int LINE_LIMIT = 16_384;

    private static final Bytes CRLF = Bytes.utf8("\r\n");

    private static final String BARE_CONTROL = "expected a line without a bare CR, LF or NUL in it";

    private static final Bytes LF = Bytes.utf8("\n");

    /** What becomes of a line which has a CR, a LF or a NUL in it. */
    public enum BareControls {
        /**
         * {@link #bareControlReceived()} is called instead. Where lines end with a LF alone, a CR before it belongs to the
         * line's end and is not delivered: so a peer which sends CRLF is understood, too.
         */
        REFUSE,
        /** The line is delivered as it is. What is made of it may not fit into {@link #sendLine}. */
        DELIVER
    }

    private enum Mode {
        LINES,
        /** What arrives belongs to a line which is too long. */
        TOO_LONG,
        RAW
    }

    private final Inbox arrived = new Inbox();

    @SuppressWarnings("this-escape") // they keep it, and look at it later
    private final Requests requests = new Requests(this);

    private final Runnable commandEnded = this::commandEnded;
    private Bytes delimiter = CRLF;
    private boolean crlf = true;
    private Charset charset = StandardCharsets.UTF_8;
    private int limit = LINE_LIMIT;
    private BareControls bareControls = BareControls.REFUSE;
    private Mode mode = Mode.LINES;
    private int commands;
    private boolean delivering;
    private boolean holding;
    private boolean endWaits;

    /** A line arrived; it comes without its delimiter, and what is malformed in it is U+FFFD. */
    public void lineReceived(String line) throws Exception {
        throw new UnsupportedOperationException(getClass().getName() + " must override lineReceived");
    }

    /**
     * A line arrived: the bytes between two indexes. Makes a String and calls {@link #lineReceived(String)}; to be
     * overridden where {@code data.slice(from, to)} is enough, which shares its memory with whatever arrived together.
     */
    protected void lineReceived(Bytes data, int from, int to) throws Exception {
        lineReceived(data.text(from, to, charset));
    }

    /** Bytes arrived in raw mode: never none, and cut wherever the network cut them. */
    public void rawDataReceived(Bytes data) throws Exception {
        throw new UnsupportedOperationException(getClass().getName() + " must override rawDataReceived");
    }

    /**
     * A line is too long. Unless this closes the connection, as it does here, that line is dropped up to its delimiter,
     * however long it takes, and the next one is delivered. Called once for each such line, and as soon as it is known.
     *
     * @throws ProtocolException always, here
     */
    protected void lineLengthExceeded() throws Exception {
        throw new ProtocolException("expected a line of at most " + limit + " bytes");
    }

    /**
     * A line has a CR, a LF or a NUL in it, and such lines are refused. Unless this closes the connection, as it does
     * here, that line is dropped, and the next one is delivered.
     *
     * @throws ProtocolException always, here
     */
    protected void bareControlReceived() throws Exception {
        throw new ProtocolException(BARE_CONTROL);
    }

    /**
     * Sends a line, and the delimiter. Any thread.
     *
     * @throws IllegalArgumentException if the text contains CR, LF or the delimiter: it would be more than one line
     */
    public final void sendLine(String line) {
        refuseLineBreaks(line);
        transport().write(line, charset, delimiter);
    }

    /**
     * Waits for this many raw bytes, which come next; lines go on after them. A block passes while a command is busy.
     * Memory is taken as the bytes arrive, but the caller should know a limit.
     *
     * @return fires with the bytes; fails with a {@link ProtocolException} if the connection is lost before, or the peer
     *     has ended. Cancelling it takes the question back: what arrives is delivered as if it had not been asked
     * @throws IllegalArgumentException if the length is negative
     * @throws IllegalStateException if a block, a line or a stream was asked for and has not arrived
     */
    protected final Deferred<Bytes> receiveBytes(int length) {
        return requests.block((int) notNegative(length));
    }

    /**
     * Waits for the next line, which is given here instead of to {@link #lineReceived}. It passes while a command is busy:
     * so a command may ask the peer something (AUTH of SMTP and IMAP).
     *
     * @return fires with the line; fails with a {@link ProtocolException} if the line is too long or has a bare control in
     *     it, for which {@link #lineLengthExceeded} and {@link #bareControlReceived} are not called; and as
     *     {@link #receiveBytes} does. Cancelling it takes the question back
     * @throws IllegalStateException if a block, a line or a stream was asked for and has not arrived
     */
    protected final Deferred<String> receiveLine() {
        return requests.line();
    }

    /**
     * Has this many raw bytes, which come next, taken by a sink, piece by piece, while they arrive; lines go on after them.
     * While the sink has not taken a piece, the peer has to wait: what is in memory is what one read brings. It passes
     * while a command is busy.
     *
     * <p>When the sink fails, or the result is cancelled, the sink hears {@link ByteSink#broken}, and the rest of the bytes
     * is dropped, so that lines go on where they should.
     *
     * @return fires with what the sink makes of it, or fails with what the sink fails with, when all bytes have come; fails
     *     with a {@link ProtocolException} if the connection is lost before, or the peer has ended
     * @throws IllegalArgumentException if the length is negative
     * @throws IllegalStateException if a block, a line or a stream was asked for and has not arrived
     */
    protected final <R extends @Nullable Object> Deferred<R> receiveInto(long length, ByteSink<R> sink) {
        return requests.stream(Cut.ofLength(notNegative(length)), sink);
    }

    /**
     * The same with a text of any length, up to the line that has nothing but a dot in it.
     *
     * @return the same; it fails with a {@link ProtocolException}, too, if the text is not what {@code block} allows, when
     *     its end has come
     * @throws IllegalStateException if a block, a line or a stream was asked for and has not arrived
     */
    protected final <R extends @Nullable Object> Deferred<R> receiveInto(DotBlock block, ByteSink<R> sink) {
        return requests.stream(new Unstuffing(block), sink);
    }

    /**
     * Holds back the lines which follow until this command is done, so that replies keep their order. The steps which
     * are added to the result still run before the next line, as long as they do not wait themselves. Blocks are not
     * held back. More than one line limit of waiting bytes stops the reading.
     *
     * <p>The peer's end waits, too: a peer which sends three commands and its end, and then only listens, gets three
     * answers. A {@link io.jtwisted.net.HalfCloseable} protocol hears of the end when the last line is delivered; any
     * other is closed when the last command is done. A command which is never done is ended by the limits on silence and
     * age: while an end waits, silence counts, for ten minutes if there is no limit.
     *
     * @return the command's result
     */
    protected final <R extends @Nullable Object> Deferred<R> oneAtATime(Deferred<R> command) {
        commands++;
        return command.always(commandEnded);
    }

    /** Bytes which follow, those which arrived already included, go to {@link #rawDataReceived}. */
    protected final void setRawMode() {
        mode = Mode.RAW;
        deliverSoon();
    }

    /** Bytes which follow are lines again. */
    protected final void setLineMode() {
        setLineMode(Bytes.empty());
    }

    /** Lines again, beginning with these bytes, which {@link #rawDataReceived} had not used up. */
    protected final void setLineMode(Bytes extra) {
        mode = Mode.LINES;
        arrived.putBack(extra);
        deliverSoon();
    }

    /** Forgets what arrived and was not delivered, and gives it to the caller. */
    protected final Bytes clearLineBuffer() {
        return arrived.takeAll();
    }

    /**
     * What ends a line, both ways.
     *
     * @throws IllegalArgumentException if it is empty
     */
    protected final void setDelimiter(Bytes lineEnd) {
        if (lineEnd.isEmpty()) {
            throw new IllegalArgumentException("expected a delimiter, not nothing");
        }
        delimiter = lineEnd;
        crlf = lineEnd.equals(CRLF);
    }

    /**
     * The longest line which may arrive, in bytes without the delimiter.
     *
     * @throws IllegalArgumentException if it is negative
     */
    protected final void setLineLimit(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("expected a limit in bytes, not " + bytes);
        }
        limit = bytes;
    }

    /** What becomes of a line which has a CR, a LF or a NUL in it: it is refused, unless this says otherwise. */
    protected final void setBareControls(BareControls policy) {
        bareControls = policy;
    }

    /**
     * How text becomes bytes, both ways. One in which the bytes of CR, LF or NUL are parts of other characters, such as
     * UTF-16, needs {@link BareControls#DELIVER}.
     */
    protected final void setCharset(Charset encoding) {
        charset = encoding;
    }

    @Override
    public final void dataReceived(Bytes data) throws Exception {
        arrived.add(data);
        deliver();
    }

    @Override
    protected final void readingResumed() throws Exception {
        deliver();
    }

    /** Whether a line, a part of one, or bytes behind it have arrived and are not delivered, or a stream is under way. */
    @Override
    protected boolean keepsBytes() {
        return arrived.length() > 0 || mode == Mode.TOO_LONG || requests.areStreaming();
    }

    @Override
    protected final boolean delaysEnd() {
        endWaits = hasNext();
        return endWaits;
    }

    @Override
    protected final boolean owesAnswer() {
        return requests.areWorking() || (commands > 0 && !requests.needMore()); // for more it would wait in vain
    }

    @Override
    protected final void arrivalsEnded() {
        requests.ended("the peer ended", arrived.length());
    }

    @Override
    protected final void readingEnded(CloseReason reason) {
        requests.ended("connection lost", arrived.length());
    }

    @Override
    protected final void handedOver() {
        requests.ended("another protocol took over", arrived.length());
    }

    /** Whether bytes may still arrive, or be delivered. */
    final boolean hears() {
        return mayReceive();
    }

    /** What was asked for is there, or is not wanted any more. */
    final void goOn() {
        deliverSoon();
        answered();
    }

    /** Whether something whole has arrived, which a pause or a busy command holds back. */
    private boolean hasNext() {
        if (requests.wantBytes() && requests.needMore()) {
            return requests.haveNext(arrived);
        }
        return mode == Mode.RAW && requests.isEmpty() ? arrived.length() > 0 : arrived.indexOf(delimiter) >= 0;
    }

    private void deliver() throws Exception {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            // A loop, not a recursion: modes may change a million times in one chunk.
            while (delivers() && arrived.length() > 0 && deliverNext()) {}
        } finally {
            delivering = false;
            arrived.settle();
        }
        holdIfFull();
    }

    /** Delivers one line, or what was asked for; false if there is none yet. */
    private boolean deliverNext() throws Exception {
        boolean asked = !requests.isEmpty();
        if (asked && requests.wantBytes()) {
            return requests.take(arrived);
        }
        if (mode == Mode.RAW && !asked) {
            rawDataReceived(arrived.takeAll());
            return true;
        }
        return (asked || commands == 0) && deliverLine();
    }

    @SuppressWarnings("ReferenceEquality") // as a rule it is the same object; an equal one only takes longer
    private boolean deliverLine() throws Exception {
        boolean strict = bareControls == BareControls.REFUSE;
        int length = strict && crlf ? arrived.cleanLine() : -1;
        boolean clean = length >= 0 || !strict;
        if (length < 0) {
            length = arrived.indexOf(delimiter);
        }
        if (length < 0) {
            dropIfTooLong();
            return false;
        }
        if (mode == Mode.TOO_LONG) {
            mode = Mode.LINES;
            arrived.skip(length + delimiter.length());
        } else if (length - 1 > limit) {
            arrived.skip(length + delimiter.length());
            tooLong();
        } else if (arrived.inPlace()) {
            Bytes chunk = arrived.chunk();
            int from = arrived.cursor();
            arrived.skip(length + delimiter.length()); // first: the event may want what follows
            deliverLine(chunk, from, from + length, clean);
        } else {
            Bytes line = arrived.take(length);
            arrived.skip(delimiter.length());
            deliverLine(line, 0, length, clean);
        }
        return true;
    }

    /** @param clean whether nothing in it is to be refused */
    private void deliverLine(Bytes data, int from, int to, boolean clean) throws Exception {
        int end = clean ? to : withoutReturn(data, from, to);
        if (end - from > limit) {
            tooLong();
        } else if (!clean && data.indexOfBreak(from, end) >= 0) {
            bareControl();
        } else {
            LineRequest asked = requests.asLine();
            if (asked == null) {
                lineReceived(data, from, end);
            } else {
                asked.give(data.text(from, end, charset));
            }
        }
    }

    private void tooLong() throws Exception {
        LineRequest asked = requests.asLine();
        if (asked == null) {
            lineLengthExceeded();
        } else {
            asked.refuse("expected a line of at most " + limit + " bytes");
        }
    }

    private void bareControl() throws Exception {
        LineRequest asked = requests.asLine();
        if (asked == null) {
            bareControlReceived();
        } else {
            asked.refuse(BARE_CONTROL);
        }
    }

    /** A peer which ends its lines with CRLF is understood where a LF is enough. */
    private int withoutReturn(Bytes data, int from, int to) {
        return to > from && data.at(to - 1) == '\r' && understandsCrlf() ? to - 1 : to;
    }

    private boolean understandsCrlf() {
        return bareControls == BareControls.REFUSE && delimiter.equals(LF);
    }

    private void dropIfTooLong() throws Exception {
        boolean known = mode == Mode.TOO_LONG;
        int end = delimiter.length() + (understandsCrlf() ? 1 : 0);
        if (known || arrived.length() - end >= limit) {
            mode = Mode.TOO_LONG;
            // The last bytes may be the beginning of the delimiter.
            arrived.skip(Math.max(0, arrived.length() - delimiter.length() + 1));
            if (!known) {
                tooLong();
            }
        }
    }

    private void holdIfFull() {
        boolean full = requests.isEmpty()
                ? commands > 0 && mode != Mode.RAW && arrived.length() > limit
                : arrived.length() > requests.bearable(limit);
        if (full && !holding) {
            holding = true;
            holdReading();
        } else if (!full && holding) {
            holding = false;
            releaseReading();
        }
    }

    private void commandEnded() {
        if (reactor().inLoop()) {
            commands--;
            deliverSoon();
            if (commands == 0) {
                answered();
            }
        } else {
            reactor().callFromThread(commandEnded);
        }
    }

    /** Goes on with what has arrived, but not inside the caller, which may want to write something first. */
    final void deliverSoon() {
        if (!delivering && (holding || endWaits || arrived.length() > 0)) {
            holding = false;
            endWaits = false;
            releaseReading();
        }
    }

    private static long notNegative(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("expected a length, not " + length);
        }
        return length;
    }

    private void refuseLineBreaks(String line) {
        if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("expected one line to send, not one with CR or LF in it");
        }
        if (!delimiter.equals(CRLF) && line.contains(delimiter.text(charset))) {
            throw new IllegalArgumentException("expected one line to send, not one with the delimiter in it");
        }
    }
}
