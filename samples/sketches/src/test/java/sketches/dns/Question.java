package sketches.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ProtocolException;
import java.util.StringJoiner;

/**
 * What a query asks (RFC 1035, section 4.1).
 *
 * @param id the number that the answer must have
 * @param section the question as it came, for the answer repeats it
 */
record Question(int id, String name, int type, Bytes section) {
    private static final int HEADER = 12;
    private static final int LONGEST_LABEL = 63;

    /** Exactly one question, without compression. */
    static Question parse(Bytes query) throws ProtocolException {
        if (query.length() < HEADER || query.number(4, 2) != 1) {
            throw new ProtocolException("expected one question");
        }
        StringJoiner name = new StringJoiner(".");
        int at = HEADER;
        for (int length; (length = byteAt(query, at)) > 0; at += 1 + length) {
            if (length > LONGEST_LABEL || at + length >= query.length()) {
                throw new ProtocolException("expected a label of at most " + LONGEST_LABEL + " bytes");
            }
            name.add(query.text(at + 1, at + 1 + length, US_ASCII));
        }
        int end = at + 5; // the empty label, type and class
        if (query.length() < end) {
            throw new ProtocolException("expected a type and a class");
        }
        return new Question(
                (int) query.number(0, 2), name.toString(), (int) query.number(at + 1, 2), query.slice(HEADER, end));
    }

    private static int byteAt(Bytes query, int at) throws ProtocolException {
        if (at >= query.length()) {
            throw new ProtocolException("expected the end of a name");
        }
        return query.at(at) & 0xff;
    }
}
