package io.jtwisted.text;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ProtocolException;
import java.util.List;

/**
 * A reply that begins with a number of three digits: SMTP (RFC 5321, section 4.2), FTP (RFC 959, section 4.2), NNTP
 * (RFC 3977, section 3.2). A server writes it, a client reads it with a {@link NumericReplyParser}.
 *
 * <pre>{@code
 * NumericReply reply = NumericReply.of(250, "mx.example.org", "SIZE 1000");
 * assertThat(reply.toBytes().utf8()).isEqualTo("250-mx.example.org\r\n250 SIZE 1000\r\n");
 * assertThat(reply.is(2)).isTrue();
 * assertThat(reply.is(25)).isTrue();
 * assertThat(reply.is(251)).isFalse();
 * assertThat(reply.isPositive()).isTrue();
 * assertThat(reply.text()).isEqualTo("mx.example.org\nSIZE 1000");
 * assertThat(NumericReply.parse("354 go ahead")).isEqualTo(NumericReply.of(354, "go ahead"));
 * }</pre>
 *
 * @param code from 100 to 999
 * @param lines what is said, at least one line, without the number
 */
public record NumericReply(int code, List<String> lines) {
    static final int DIGITS = 3;
    private static final int SMALLEST = 100;
    private static final int LARGEST = 999;

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if the code has not three digits, there is no line, or one has a CR, a LF or a NUL
     *     in it
     */
    public NumericReply {
        if (code < SMALLEST || code > LARGEST) {
            throw new IllegalArgumentException("expected a code of three digits, not " + code);
        }
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("expected a reply of one line or more: the text may be empty");
        }
        if (lines.stream().anyMatch(NumericReply::hasBreak)) {
            throw new IllegalArgumentException("expected lines without CR, LF or NUL in them");
        }
    }

    /**
     * One with these lines; with none it has an empty one.
     *
     * @throws IllegalArgumentException as the constructor does
     */
    public static NumericReply of(int code, String... lines) {
        return new NumericReply(code, lines.length == 0 ? List.of("") : List.of(lines));
    }

    /**
     * A reply of one line, without its line end: all replies of NNTP are like this.
     *
     * @throws ProtocolException if it is none, or only the first line of several
     */
    public static NumericReply parse(String line) throws ProtocolException {
        int code = code(line);
        if (line.length() > DIGITS && line.charAt(DIGITS) != ' ') {
            throw malformed(line);
        }
        return of(code, textOf(line));
    }

    /** Whether the code begins with these digits: {@code is(2)}, {@code is(25)} and {@code is(250)} hold for 250. */
    public boolean is(int prefix) {
        return code == prefix || code / 10 == prefix || code / 100 == prefix;
    }

    /** Whether it is done as it was asked: 2xx. */
    public boolean isPositive() {
        return is(2);
    }

    /** Whether more must be sent before it is done: 3xx. */
    public boolean isIntermediate() {
        return is(3);
    }

    /** Whether it is refused, and may be tried again: 4xx. */
    public boolean isTransient() {
        return is(4);
    }

    /** Whether it is refused for good: 5xx. */
    public boolean isPermanent() {
        return is(5);
    }

    /** The lines, with a LF between them. */
    public String text() {
        return String.join("\n", lines);
    }

    /**
     * As it is sent, in UTF-8, with CRLF behind each line: {@code transport().write(reply.toBytes())}. Each line has the
     * code, which suits FTP, too. The last one has a space behind it, also if no text follows (RFC 5321, section 4.2).
     */
    public Bytes toBytes() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            boolean last = i == lines.size() - 1;
            all.append(code).append(last ? ' ' : '-').append(lines.get(i)).append("\r\n");
        }
        return Bytes.utf8(all.toString());
    }

    /** The code at the beginning of a line. */
    static int code(String line) throws ProtocolException {
        int code = 0;
        for (int i = 0; i < DIGITS && code >= 0; i++) {
            code = i < line.length() ? (int) Ascii.withDigit(code, line.charAt(i), LARGEST) : -1;
        }
        if (code < SMALLEST || hasBreak(line)) {
            throw malformed(line);
        }
        return code;
    }

    /** What follows the code and one character. */
    static String textOf(String line) {
        return line.length() > DIGITS ? line.substring(DIGITS + 1) : "";
    }

    static boolean hasBreak(String line) {
        return line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0 || line.indexOf('\0') >= 0;
    }

    static ProtocolException malformed(String line) {
        return new ProtocolException("expected a reply such as '250 done', not '" + Words.shown(line) + "'");
    }
}
