package io.jtwisted.text;

import io.jtwisted.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes {@link NumericReply replies} of the lines that a client receives, one line at a time.
 *
 * <pre>{@code
 * NumericReplyParser parser = NumericReplyParser.smtp();
 * assertThat(parser.add("250-mx.example.org")).isEmpty();
 * assertThat(parser.add("250 SIZE 1000")).contains(NumericReply.of(250, "mx.example.org", "SIZE 1000"));
 * }</pre>
 *
 * <p>A reply has at most {@value #LIMIT} characters, of which each line takes two more than it has, unless
 * {@link #limit} says otherwise. For one thread, and for one connection.
 */
public final class NumericReplyParser {
    /** How many characters a reply may have, the code and two for each line end included. */
    public static final int LIMIT = 65_536;

    private final boolean anyTextBetween;
    private final List<String> lines = new ArrayList<>();
    private int limit = LIMIT;
    private int length;
    private int code;

    private NumericReplyParser(boolean anyTextBetween) {
        this.anyTextBetween = anyTextBetween;
    }

    /** For SMTP: each line begins with the same code (RFC 5321, section 4.2.1). Suits NNTP, too. */
    public static NumericReplyParser smtp() {
        return new NumericReplyParser(false);
    }

    /**
     * For FTP: between the first line and the last one there may be any text, numbers included. Only the same code with a
     * space behind it is the end (RFC 959, section 4.2). Where a line between them has the code and a hyphen in front,
     * these are no part of the text.
     */
    public static NumericReplyParser ftp() {
        return new NumericReplyParser(true);
    }

    /**
     * How many characters a reply may have.
     *
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public NumericReplyParser limit(int characters) {
        if (characters < 1) {
            throw new IllegalArgumentException("expected a limit of 1 character or more, not " + characters);
        }
        limit = characters;
        return this;
    }

    /**
     * The next line, without its line end.
     *
     * @return the reply, if it is complete
     * @throws ProtocolException if it is no line of a reply, or the reply is too long
     */
    public Optional<NumericReply> add(String line) throws ProtocolException {
        length += line.length() + 2;
        if (length > limit) {
            throw new ProtocolException("expected a reply of at most " + limit + " characters");
        }
        boolean last = lines.isEmpty() ? first(line) : next(line);
        if (!last) {
            return Optional.empty();
        }
        NumericReply reply = new NumericReply(code, lines);
        lines.clear();
        length = 0;
        return Optional.of(reply);
    }

    /** Whether the first lines of a reply have come, and its last one has not. */
    public boolean isWithinReply() {
        return !lines.isEmpty();
    }

    private boolean first(String line) throws ProtocolException {
        code = NumericReply.code(line);
        boolean last = isLast(line, true);
        if (!last && !isBefore(line)) {
            throw NumericReply.malformed(line);
        }
        lines.add(NumericReply.textOf(line));
        return last;
    }

    private boolean next(String line) throws ProtocolException {
        boolean same = line.startsWith(String.valueOf(code)) && !NumericReply.hasBreak(line);
        boolean last = same && isLast(line, !anyTextBetween);
        if (last || (same && isBefore(line))) {
            lines.add(NumericReply.textOf(line));
        } else if (anyTextBetween && !NumericReply.hasBreak(line)) {
            lines.add(line);
        } else {
            throw new ProtocolException("expected another line of reply " + code + ", not '" + Words.shown(line) + "'");
        }
        return last;
    }

    /** @param bare whether the code alone is enough */
    private static boolean isLast(String line, boolean bare) {
        return line.length() > NumericReply.DIGITS ? line.charAt(NumericReply.DIGITS) == ' ' : bare;
    }

    private static boolean isBefore(String line) {
        return line.length() > NumericReply.DIGITS && line.charAt(NumericReply.DIGITS) == '-';
    }
}
