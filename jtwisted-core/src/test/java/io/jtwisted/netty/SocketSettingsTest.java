package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.net.SocketOptions;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a transport cannot do, here that of another operating system. */
class SocketSettingsTest {

    @ParameterizedTest
    @CsvSource({"1, 0, 0, the idle time", "0, 1, 0, the interval", "0, 0, 1, the count"})
    void timesWhichATransportCannotSetAreNamed(int idle, int interval, int count, String what) {
        SocketOptions options =
                SocketOptions.usual().keepAlive(Duration.ofSeconds(idle), Duration.ofSeconds(interval), count);

        assertThatThrownBy(() -> SocketSettings.of(options, new KQueueTransport()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(what + " of keep-alive cannot be set with the transport 'kqueue' here: leave it out, or"
                        + " choose another transport");
    }

    @Test
    void whatIsNotAskedForNeedsNoWord() throws IOException {
        SocketOptions options =
                SocketOptions.usual().keepAlive(false).keepAlive(Duration.ofSeconds(1), Duration.ofSeconds(1), 1);

        assertThat(SocketSettings.of(options, new KQueueTransport())).isNotNull();
        assertThat(SocketSettings.of(SocketOptions.usual(), new KQueueTransport()))
                .isSameAs(SocketSettings.USUAL);
    }
}
