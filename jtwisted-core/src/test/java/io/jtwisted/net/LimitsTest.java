package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LimitsTest {
    private static final Duration NEGATIVE = Duration.ofNanos(-1);

    static Stream<UnaryOperator<Limits>> wrongOnes() {
        return Stream.of(
                limits -> limits.connections(-1),
                limits -> limits.connectionsPerAddress(-1),
                limits -> limits.silence(NEGATIVE),
                limits -> limits.readSilence(NEGATIVE),
                limits -> limits.age(NEGATIVE),
                limits -> limits.writeTimeout(NEGATIVE),
                limits -> limits.unsent(-1),
                limits -> limits.water(-1, 0),
                limits -> limits.water(2, 1),
                limits -> limits.water(0, Limits.UNSENT + 1),
                limits -> limits.buffers(1, 3, 2));
    }

    @ParameterizedTest
    @MethodSource("wrongOnes")
    void whatMakesNoSenseIsRefused(UnaryOperator<Limits> change) {
        assertThatIllegalArgumentException().isThrownBy(() -> change.apply(Limits.server()));
    }

    @Test
    void zeroIsNone() {
        Limits none = Limits.server().connections(0).silence(Duration.ZERO).unsent(0);

        assertThat(none)
                .usingRecursiveComparison()
                .ignoringFields("given")
                .isEqualTo(Limits.client().unsent(0));
    }

    @Test
    void withNoEndTheMarksMayBeAnywhere() {
        Limits limits = Limits.server().buffers(5, Long.MAX_VALUE, 0);

        assertThat(limits.highWater()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theMarksFollowWhereLessMayBeUnsent() {
        Limits limits = Limits.server().unsent(50_000);

        assertThat(limits.highWater()).isEqualTo(50_000);
        assertThat(limits.lowWater()).isEqualTo(Limits.LOW_WATER);
    }

    @Test
    void theMarksComeBackWhereMoreMayBeUnsent() {
        Limits limits = Limits.server().unsent(10).unsent(50_000);

        assertThat(limits).isEqualTo(Limits.server().unsent(50_000));
    }

    @Test
    void aMarkThatWasGivenComesDownWithTheOthers() {
        Limits limits = Limits.server().lowWater(30_000).highWater(20_000);

        assertThat(limits.lowWater()).isEqualTo(20_000);
        assertThat(limits.given()).containsExactly(Limits.Part.HIGH_WATER, Limits.Part.LOW_WATER);
    }

    @Test
    void theyRememberWhatWasGivenEvenIfItIsTheDefault() {
        Limits said = Limits.server().connections(Limits.CONNECTIONS);

        assertThat(said.given()).containsExactly(Limits.Part.CONNECTIONS);
        assertThat(said).isNotEqualTo(Limits.server());
    }

    @Test
    void whatWasSaidWinsOverTheUsualAndTheRestIsUsual() {
        Limits usual = Limits.server().silence(Duration.ofMinutes(5)).connections(100);

        Limits limits = Limits.server().connections(Limits.CONNECTIONS).over(usual);

        assertThat(limits.connections()).isEqualTo(Limits.CONNECTIONS);
        assertThat(limits.silence()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void eachLimitIsTakenByItself() {
        Limits all = new Limits(
                1,
                2,
                Limits.WhenFull.PAUSE,
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                9,
                8,
                7);

        assertThat(all.over(Limits.server())).isEqualTo(all);
        assertThat(Limits.server().over(all)).isEqualTo(all);
    }

    @Test
    void whatIsNotTheDefaultOfAServerIsSaid() {
        Limits limits = Limits.client()
                .over(Limits.server().silence(Duration.ofHours(1)).age(Duration.ofHours(2)));

        assertThat(limits.silence()).isZero();
        assertThat(limits.connections()).isZero();
        assertThat(limits.age()).isEqualTo(Duration.ofHours(2));
    }

    static Stream<Arguments> buffers() {
        Limits said = Limits.server();
        return Stream.of( // what is said, what is usual; low, high, unsent
                arguments(said.unsent(1000), said, 1000, 1000, 1000),
                arguments(said.highWater(90_000), said.unsent(50_000), 32_768, 90_000, 90_000),
                arguments(said.lowWater(50_000), said.buffers(1, 2, 3), 50_000, 50_000, 50_000),
                arguments(said.lowWater(50_000), said.buffers(1, 2, 0), 50_000, 50_000, 0),
                arguments(said.unsent(0), said.buffers(1, 2, 3), 1, 2, 0),
                arguments(said.highWater(5), said.buffers(10, 20, 30), 5, 5, 30),
                arguments(said, said.buffers(1, 2, 3), 1, 2, 3));
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void whatIsNotSaidOfTheBuffersGivesWay(Limits said, Limits usual, long low, long high, long unsent) {
        Limits limits = said.over(usual);

        assertThat(limits.lowWater()).isEqualTo(low);
        assertThat(limits.highWater()).isEqualTo(high);
        assertThat(limits.unsent()).isEqualTo(unsent);
    }

    @Test
    void aStringIsRefusedInItsOwnWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerEndpoint.parse("tcp:80:high-water=5:low-water=6"))
                .withMessageStartingWith("endpoint 'tcp:80:high-water=5:low-water=6': expected a low-water mark");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerEndpoint.parse("tcp:80:keepalive-idle=0.5"))
                .withMessageEndingWith("whole seconds, or 0 for the system's, not PT0.5S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerEndpoint.parse("tcp:80:keepalive-count=128"))
                .withMessageContaining("1 to 127");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerEndpoint.parse("tcp:80:nodelay=maybe"))
                .withMessageContaining("expected one of on, off as nodelay, not 'maybe'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerEndpoint.parse("tcp:80:when-full=cry"))
                .withMessageContaining("expected one of close, pause as when-full, not 'cry'");
    }
}
