package io.jtwisted.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void ofFifteenTheFourthAndTheTwelfthAreTheInterval() {
        List<Double> values =
                IntStream.rangeClosed(1, 15).mapToObj(i -> 16.0 - i).toList();

        Estimate estimate = Estimate.of(values);

        assertThat(estimate).isEqualTo(new Estimate(8, 4, 12)); // 96.5 %; the fifth would give 88.2 %
    }

    @Test
    void ofSixAllAreTheInterval() {
        List<Double> values = List.of(3.0, 1.0, 2.0, 6.0, 4.0, 5.0);

        Estimate estimate = Estimate.of(values);

        assertThat(estimate).isEqualTo(new Estimate(3.5, 1, 6)); // 96.9 %
    }

    @Test
    void aFewGiveWhatTheyCan() {
        List<Double> values = List.of(3.0, 1.0, 2.0);

        Estimate estimate = Estimate.of(values);

        assertThat(estimate).isEqualTo(new Estimate(2, 1, 3));
    }

    @Test
    void ratiosAreThoseOfTheSameRound() {
        List<Double> above = List.of(2.0, 20.0, 100.0);
        List<Double> below = List.of(1.0, 10.0, 50.0);

        Estimate estimate = Estimate.ofRatios(above, below);

        assertThat(estimate).isEqualTo(new Estimate(2, 2, 2));
    }

    @Test
    void moreThanThreePerCentToEitherSideDecideNothing() {
        Estimate narrow = new Estimate(2, 1.95, 2.05);
        Estimate wide = new Estimate(2, 1.93, 2.01);

        assertThat(narrow.decided()).isTrue();
        assertThat(wide.decided()).isFalse();
    }

    @Test
    void halfOfTheIntervalsOfTwoAndTwentyWouldBeTooNarrow() {
        List<Double> values =
                IntStream.rangeClosed(1, 22).mapToObj(i -> (double) i).toList();

        Estimate estimate = Estimate.of(values);

        assertThat(estimate.median()).isCloseTo(11.5, within(1e-9));
        assertThat(estimate.low()).isEqualTo(6); // 2 * P(at most 5 of 22) = 1.7 %, of 6: 5.2 %
        assertThat(estimate.high()).isEqualTo(17);
    }
}
