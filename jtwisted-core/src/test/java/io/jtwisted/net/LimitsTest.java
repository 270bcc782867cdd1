package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

        assertThat(none).isEqualTo(Limits.client().unsent(0));
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
