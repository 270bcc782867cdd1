package sketches.http;

import io.jtwisted.bytes.ByteSet;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.text.Cursor;
import io.jtwisted.text.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request.
 *
 * @param headers by their names in lower case
 */
record Request(String method, String target, Map<String, String> headers, Bytes body) {
    private static final int LONGEST_BODY = 1 << 20;
    private static final ByteSet LETTERS = ByteSet.range('a', 'z').with(ByteSet.range('A', 'Z'));
    private static final ByteSet TOKEN = LETTERS.with(ByteSet.range('0', '9')).with(ByteSet.of("!#$%&'*+-.^_`|~"));
    private static final ByteSet TARGET = ByteSet.range('!', '~');
    private static final ByteSet VALUE =
            ByteSet.range(' ', '~').with(ByteSet.range('\u0080', '\u00ff')).with(ByteSet.of("\t"));

    /** The lines before the empty one. Strict: what two servers might read differently is refused. */
    static Request parse(List<Bytes> head) throws ProtocolException {
        Cursor first = Cursor.over(head.get(0));
        String method = first.expectSome(TOKEN, "a method").utf8();
        first.expect(' ');
        String target = first.expectSome(TARGET, "a target").utf8();
        first.expect(" HTTP/1.1");
        first.expectEnd();
        Map<String, String> headers = new HashMap<>();
        for (Bytes line : head.subList(1, head.size())) {
            header(Cursor.over(line), headers);
        }
        if (!headers.containsKey("host")) {
            throw new ProtocolException("expected a host");
        }
        if (headers.containsKey("transfer-encoding")) {
            throw new ProtocolException("expected a content-length, not a transfer-encoding");
        }
        return new Request(method, target, Map.copyOf(headers), Bytes.empty());
    }

    private static void header(Cursor line, Map<String, String> headers) throws ProtocolException {
        String name = line.expectSome(TOKEN, "the name of a header").utf8().toLowerCase(Locale.ROOT);
        line.expect(':'); // at once (RFC 9112, section 5.1)
        line.skipAll(' ');
        String value = line.takeWhile(VALUE).utf8().strip();
        line.expectEnd();
        if (headers.putIfAbsent(name, value) != null) {
            throw new ProtocolException("expected one " + name);
        }
    }

    int contentLength() throws ProtocolException {
        return Words.number(headers.getOrDefault("content-length", "0"), LONGEST_BODY);
    }

    Request with(Bytes received) {
        return new Request(method, target, headers, received);
    }

    boolean has(String header, String value) {
        return headers.getOrDefault(header, "").equalsIgnoreCase(value);
    }
}
