package io.jtwisted.netty;

import io.jtwisted.bytes.Bytes;
import java.util.IdentityHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the memory that unsent bytes of all connections of a loop take after the turn in which they were written. What
 * several connections share counts once. Belongs to the loop's thread, but for {@link #total()}.
 */
final class UnsentMemory {
    private final long limit;
    private final IdentityHashMap<Bytes, Integer> shared = new IdentityHashMap<>();
    private final AtomicLong total = new AtomicLong();

    /** @param limit in bytes; zero for none */
    UnsentMemory(long limit) {
        this.limit = limit;
    }

    /** In bytes. Any thread. */
    long total() {
        return total.getOpaque();
    }

    long limit() {
        return limit;
    }

    boolean isTooMuch() {
        return limit > 0 && total.getPlain() > limit;
    }

    void add(long bytes) {
        total.setOpaque(total.getPlain() + bytes);
    }

    /** One connection more has these unsent. */
    void hold(Bytes bytes) {
        if (shared.merge(bytes, 1, Integer::sum) == 1) {
            add(bytes.length());
        }
    }

    /** One connection less. */
    void release(Bytes bytes) {
        if (shared.merge(bytes, -1, UnsentMemory::sumOrNone) == null) {
            add(-bytes.length());
        }
    }

    @SuppressWarnings("NullAway") // null removes the entry
    private static Integer sumOrNone(Integer connections, Integer more) {
        int sum = connections + more;
        return sum == 0 ? null : (Integer) sum;
    }
}
