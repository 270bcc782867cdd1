package io.jtwisted.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of a reactor take of the memory, and whether there is enough of it.
 *
 * @param unsent bytes of memory in which unsent bytes of all connections wait
 * @param shed connections which were aborted because that was more than may be
 * @param failures how often there was no memory for something
 * @param sinceFailure how long ago the last one was; null if there was none
 */
public record MemoryStatistics(
        long unsent, long shed, long failures, @Nullable Duration sinceFailure) {
    /** Nothing waits, and nothing failed. */
    public static final MemoryStatistics NONE = new MemoryStatistics(0, 0, 0, null);
}
