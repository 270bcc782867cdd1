package sketches.imap;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a line announces with its last characters (RFC 9051, section 4.3): {@code {12}} or {@code {12+}}.
 *
 * @param length in bytes, up to 63 bits
 * @param waits whether the client waits until it is told to go on
 */
record Literal(long length, boolean waits) {

    static Optional<Literal> atEndOf(Bytes line) throws ProtocolException {
        if (line.isEmpty() || line.at(line.length() - 1) != '}') {
            return Optional.empty();
        }
        String text = line.text(StandardCharsets.US_ASCII);
        int open = text.lastIndexOf('{');
        if (open < 0) {
            return Optional.empty();
        }
        boolean waits = text.charAt(text.length() - 2) != '+';
        String number = text.substring(open + 1, text.length() - (waits ? 1 : 2));
        return Optional.of(new Literal(Words.number(number, Long.MAX_VALUE), waits));
    }
}
