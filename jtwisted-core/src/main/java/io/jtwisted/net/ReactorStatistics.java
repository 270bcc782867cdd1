package io.jtwisted.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a reactor is. For any thread, at once, whatever the reactor does; each number is true at some moment of late.
 *
 * @param pendingCalls calls from other threads which wait
 * @param delayedCalls calls which wait for their time
 * @param opened outgoing connections made since it was created
 * @param closed of these, over
 * @param received bytes by outgoing connections
 * @param sent bytes by outgoing connections
 * @param blocked how often one call took longer than the threshold
 * @param unhandled failures of Deferreds at home on it which were reported because nobody handled them
 * @param memory what its connections take of the memory
 * @param busy for how long it has been at its present call; zero if that is shorter than the threshold
 * @param lag the last sample of {@link ReactorListener#lag}; null before the first
 */
public record ReactorStatistics(
        long pendingCalls,
        long delayedCalls,
        long opened,
        long closed,
        long received,
        long sent,
        long blocked,
        long unhandled,
        MemoryStatistics memory,
        Duration busy,
        @Nullable Duration lag) {}
