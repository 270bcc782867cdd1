package io.jtwisted.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of a reactor. Any thread may ask, and is answered at once even if the reactor is blocked. Each number was true
 * a moment ago.
 *
 * @param pendingCalls calls from other threads that wait
 * @param delayedCalls calls that wait for their time
 * @param opened outgoing connections made since it was created
 * @param closed how many of these are over
 * @param received bytes of outgoing connections that were delivered
 * @param sent bytes of outgoing connections that were sent
 * @param blocked how often one call took longer than the threshold
 * @param unhandled failures of Deferreds at home on it that no step handled, and that were reported
 * @param memory what its connections take of the memory
 * @param busy how long its present call has taken; zero if that is shorter than the threshold
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
