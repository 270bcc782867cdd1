package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.CloseReason;
import io.jtwisted.net.ProtocolException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EndingTest {

    @Test
    void goodOrderIsCleanWhicheverSideBegan() {
        assertThat(Ending.of(CloseReason.local(), false)).isEqualTo(Ending.CLEAN);
        assertThat(Ending.of(CloseReason.remote(), false)).isEqualTo(Ending.CLEAN);
    }

    @Test
    void theNetworkAndAnAbortLoseAConnection() {
        assertThat(Ending.of(CloseReason.error(new IOException("reset")), false))
                .isEqualTo(Ending.LOST);
        assertThat(Ending.of(CloseReason.aborted(), false)).isEqualTo(Ending.LOST);
    }

    @Test
    void silenceIsATimeout() {
        assertThat(Ending.of(CloseReason.timeout(), false)).isEqualTo(Ending.TIMEOUT);
    }

    @Test
    void exceptionsOfEitherSideAreErrors() {
        assertThat(Ending.of(CloseReason.error(new ProtocolException("what?")), false))
                .isEqualTo(Ending.ERROR);
        assertThat(Ending.of(CloseReason.error(new IllegalStateException()), true))
                .isEqualTo(Ending.ERROR);
    }

    @Test
    void whomADrainSendsHomeHasNotLeftByHimself() {
        assertThat(Ending.of(CloseReason.local(), true)).isEqualTo(Ending.DRAIN);
        assertThat(Ending.of(CloseReason.aborted(), true)).isEqualTo(Ending.DRAIN);
        assertThat(Ending.of(CloseReason.remote(), true)).isEqualTo(Ending.CLEAN);
    }
}
