package io.jtwisted.benchmarks.load;

/**
 * How long it all takes. Times are in milliseconds.
 *
 * @param rounds how often each server has its turn
 * @param first warm-up of a server that was just started
 * @param next warm-up for each further case
 * @param settle in each round, before it is measured
 * @param measure in each round
 * @param idle how often memory is measured
 */
record Pace(int rounds, long first, long next, long settle, long measure, int idle) {
    static final Pace FULL = new Pace(15, 5_000, 2_500, 150, 1_000, 3);
    static final Pace QUICK = new Pace(3, 800, 200, 50, 250, 1);

    /** Whether there are enough rounds for an interval of 95 %. */
    boolean isEnough() {
        return rounds >= Estimate.ENOUGH;
    }
}
