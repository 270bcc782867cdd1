package sketches.smtp;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ByteSink;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Takes a piece when a test lets it, and keeps a checksum only. */
final class SlowSink implements ByteSink<String> {
    private final CRC32 sum = new CRC32();
    private @Nullable Deferred<Bytes> waiting;
    private long taken;
    private int largest;
    private int pieces;
    private @Nullable Throwable broken;

    @Override
    public Deferred<?> take(Bytes piece) {
        sum.update(piece.asByteBuffer());
        taken += piece.length();
        largest = Math.max(largest, piece.length());
        pieces++;
        Deferred<Bytes> written = new Deferred<>();
        waiting = written;
        return written;
    }

    @Override
    public Deferred<String> end() {
        return Deferred.succeed("message-1");
    }

    @Override
    public void broken(Throwable cause) {
        broken = cause;
    }

    /** Has written the piece; false if it has none. */
    boolean writes() {
        Deferred<Bytes> written = waiting;
        waiting = null;
        if (written != null) {
            written.callback(Bytes.empty());
        }
        return written != null;
    }

    long sum() {
        return sum.getValue();
    }

    long taken() {
        return taken;
    }

    int largest() {
        return largest;
    }

    int pieces() {
        return pieces;
    }

    @Nullable
    Throwable broken() {
        return broken;
    }
}
