package io.jtwisted.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ByteSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sink that keeps what it takes; it takes it at once, or when the test says so. What comes of it is the text. */
final class Basin implements ByteSink<String> {
    final StringBuilder text = new StringBuilder();
    final List<String> told = new ArrayList<>();
    private final ArrayDeque<Deferred<String>> pending = new ArrayDeque<>();
    private final boolean slow;
    private int pieces;

    @Nullable
    Exception refusal;

    private Basin(boolean slow) {
        this.slow = slow;
    }

    static Basin fast() {
        return new Basin(false);
    }

    static Basin slow() {
        return new Basin(true);
    }

    @Override
    public Deferred<?> take(Bytes piece) throws Exception {
        if (!pending.isEmpty() || piece.isEmpty() || !told.isEmpty()) {
            throw new AssertionError("a piece which must not come: " + piece + ", " + told);
        }
        if (refusal != null) {
            throw refusal;
        }
        text.append(piece.text(ISO_8859_1));
        pieces++;
        return answer("taken");
    }

    @Override
    public Deferred<String> end() {
        if (!pending.isEmpty()) {
            throw new AssertionError("an end before the last piece was taken");
        }
        told.add("end");
        return slow ? answer(text.toString()) : Deferred.succeed(text.toString());
    }

    @Override
    public void broken(Throwable cause) {
        told.add("broken: " + cause.getMessage());
    }

    /** Takes the piece that waits, or fires the end's result. */
    void takes() {
        pending.remove().callback(text.toString());
    }

    void fails(Throwable cause) {
        pending.remove().errback(cause);
    }

    boolean waits() {
        return !pending.isEmpty();
    }

    int pieces() {
        return pieces;
    }

    private Deferred<String> answer(String value) {
        if (!slow) {
            return Deferred.succeed(value);
        }
        Deferred<String> answer = new Deferred<>();
        pending.add(answer);
        return answer;
    }
}
