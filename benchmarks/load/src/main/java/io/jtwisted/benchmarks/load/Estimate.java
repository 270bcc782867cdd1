package io.jtwisted.benchmarks.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A median, and the interval in which it is with 95 % confidence, whatever the distribution: two of the ordered values.
 * Fewer than six values cannot give 95 %: then it is the interval from the smallest to the largest.
 */
record Estimate(double median, double low, double high) {
    /** An interval which is wider than this, to either side, decides nothing. */
    static final double WIDEST = 0.03;

    /** With fewer values than this the interval is not of 95 %. */
    static final int ENOUGH = 6;

    private static final double DOUBT = 0.05;

    static Estimate of(List<Double> values) {
        double[] ordered =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int n = ordered.length;
        if (n == 0) {
            throw new IllegalArgumentException("no median of nothing");
        }
        int rank = rank(n);
        return new Estimate((ordered[(n - 1) / 2] + ordered[n / 2]) / 2, ordered[rank], ordered[n - 1 - rank]);
    }

    /** Of the ratios of those which belong together. */
    static Estimate ofRatios(List<Double> above, List<Double> below) {
        double[] ratios = new double[Math.min(above.size(), below.size())];
        Arrays.setAll(ratios, i -> above.get(i) / below.get(i));
        return of(Arrays.stream(ratios).boxed().toList());
    }

    boolean decided() {
        return high - median <= WIDEST * median && median - low <= WIDEST * median;
    }

    String interval() {
        return String.format(Locale.ROOT, "%.3f..%.3f", low, high);
    }

    /**
     * How many to leave out at either end: as many as can be, while the chance that the true median is among those, or
     * beyond, is at most 5 %. A value is on either side of it like a coin.
     */
    private static int rank(int n) {
        double tail = 0;
        double chance = Math.pow(0.5, n); // that exactly k of n are below
        for (int k = 0; k < n; k++) {
            tail += chance;
            if (2 * tail > DOUBT) {
                return Math.max(0, k - 1);
            }
            chance = chance * (n - k) / (k + 1);
        }
        return 0;
    }
}
