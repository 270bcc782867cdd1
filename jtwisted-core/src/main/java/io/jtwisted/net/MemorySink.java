package io.jtwisted.net;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;

/** Keeps a stream in memory, up to a limit. */
final class MemorySink implements ByteSink<Bytes> {
    private final ByteQueue kept = new ByteQueue();
    private final int limit;

    MemorySink(int limit) {
        this.limit = limit;
    }

    @Override
    public Deferred<?> take(Bytes piece) throws ProtocolException {
        if (piece.length() > limit - kept.length()) {
            throw new ProtocolException("expected at most " + limit + " bytes");
        }
        kept.add(piece);
        return Deferred.succeed(true);
    }

    @Override
    public Deferred<Bytes> end() {
        return Deferred.succeed(kept.takeAll());
    }

    @Override
    public void broken(Throwable cause) {
        kept.clear();
    }
}
