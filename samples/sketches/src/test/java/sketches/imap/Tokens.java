package sketches.imap;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.ByteSet;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.text.Cursor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a command is made of (RFC 9051, section 9): lines, and the literals between them. */
final class Tokens {
    static final ByteSet ATOM = ByteSet.range('!', '~').without(ByteSet.of("(){%*\"\\]"));
    private static final ByteSet QUOTED = ByteSet.of("\"\\").complement();

    private final Deque<Bytes> literals;
    private final Cursor cursor;

    /** Of a whole command: its lines with {@code {length}} at the ends of all but the last, and as many literals. */
    Tokens(Bytes lines, List<Bytes> literals) {
        this.cursor = Cursor.over(lines);
        this.literals = new ArrayDeque<>(literals);
    }

    String atom() throws ProtocolException {
        cursor.skipAll(' ');
        return cursor.expectSome(ATOM, "an atom").utf8();
    }

    /** An atom, a quoted string, or a literal. */
    Bytes string() throws ProtocolException {
        cursor.skipAll(' ');
        if (cursor.skip('"')) {
            return quoted();
        }
        if (cursor.skip('{')) {
            cursor.takeUntil('}');
            cursor.expect('}');
            return literals.remove();
        }
        return cursor.expectSome(ATOM, "a string");
    }

    void end() throws ProtocolException {
        cursor.expectEnd();
    }

    private Bytes quoted() throws ProtocolException {
        ByteQueue text = new ByteQueue();
        while (true) {
            text.add(cursor.takeWhile(QUOTED));
            if (cursor.skip('"')) {
                return text.takeAll();
            }
            cursor.expect('\\');
            text.add(cursor.take(1));
        }
    }
}
