package io.jtwisted.text;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.text.LineReceiver.BareControls;

/**
 * A text of lines that ends with a line which has nothing but a dot in it; a dot at the beginning of any other line has
 * another one in front (RFC 5321, section 4.5.2; RFC 3977, section 3.1.1; RFC 1939, section 3). This says what may arrive;
 * {@link LineReceiver#receiveInto(DotBlock, io.jtwisted.net.ByteSink)} receives it.
 *
 * <pre>{@code
 * assertThat(DotBlock.of(Bytes.utf8("a\r\n.b")).utf8()).isEqualTo("a\r\n..b\r\n.\r\n");
 * assertThat(DotBlock.of(Bytes.empty()).utf8()).isEqualTo(".\r\n");
 * assertThat(DotBlock.receiving().limit()).isEqualTo(DotBlock.LIMIT);
 * assertThat(DotBlock.receiving().limit(1_000).bareControls()).isEqualTo(LineReceiver.BareControls.REFUSE);
 * }</pre>
 *
 * <p>Strict: a line ends with CRLF and with nothing else. A bare LF or CR never begins a line and never ends the text, for
 * where two servers disagree on that, a part of one message can be made another message ("SMTP smuggling",
 * CVE-2023-51764). What is received and what is given away ends with the CRLF of its last line.
 *
 * @param limit the longest text, in bytes, without the dots that were added and without the last line
 * @param bareControls whether a text with a bare CR or LF in it is refused, or delivered as it is; a NUL is delivered
 */
public record DotBlock(long limit, BareControls bareControls) {
    /** The longest text, in bytes, unless {@link #limit(long)} says otherwise: 64 MiB. */
    public static final long LIMIT = 64L << 20;

    private static final DotBlock USUAL = new DotBlock(LIMIT, BareControls.REFUSE);

    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public DotBlock {
        if (limit < 0) {
            throw new IllegalArgumentException("expected a limit in bytes, not " + limit);
        }
    }

    /** Up to {@link #LIMIT}; a bare CR or LF is refused. */
    public static DotBlock receiving() {
        return USUAL;
    }

    /**
     * The same with another limit. A text that is longer is dropped up to its end.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public DotBlock limit(long bytes) {
        return new DotBlock(bytes, bareControls);
    }

    /** The same with this done to a bare CR or LF. A text that is refused is dropped up to its end. */
    public DotBlock bareControls(BareControls policy) {
        return new DotBlock(limit, policy);
    }

    /**
     * A whole text as it is sent: with its dots, the CRLF of its last line where that is missing, and the last line. A
     * {@link DotStuffing} does this piece by piece.
     *
     * @throws IllegalArgumentException if the text has a bare CR or LF in it
     */
    public static Bytes of(Bytes text) {
        DotStuffing stuffing = new DotStuffing();
        return stuffing.add(text).plus(stuffing.end());
    }
}
