package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.PortStatistics;
import io.jtwisted.net.Refusal;
import org.junit.jupiter.api.Test;

class PortCountsTest {
    private final PortCounts counts = new PortCounts();

    @Test
    void nothingIsCountedBeforeThereIsAPort() {
        counts.port(null);

        assertThat(counts.get()).isEqualTo(PortCounts.ZERO);
    }

    @Test
    void aPortWhichIsOpenedAgainGoesOnWhereTheLastEnded() {
        ScriptedPort first =
                new ScriptedPort().connections(5, 5).bytes(100, 200, 0).refused(Refusal.CONNECTIONS, 3);
        ScriptedPort second =
                new ScriptedPort().connections(2, 1).bytes(10, 20, 1).refused(Refusal.CONNECTIONS, 1);
        counts.port(first);

        counts.port(second);

        PortStatistics now = counts.get();
        assertThat(now.opened()).isEqualTo(7);
        assertThat(now.active()).isEqualTo(1);
        assertThat(now.received()).isEqualTo(110);
        assertThat(now.sent()).isEqualTo(220);
        assertThat(now.unwritable()).isEqualTo(1);
        assertThat(now.refused()).containsEntry(Refusal.CONNECTIONS, 4L);
        assertThat(counts.has(first)).isFalse();
    }

    @Test
    void connectionsWhichOutliveTheirPortStillCount() {
        ScriptedPort first = new ScriptedPort().connections(5, 4).bytes(100, 100, 0);
        counts.port(first);
        counts.port(new ScriptedPort());

        first.connections(5, 5).bytes(150, 100, 0);
        boolean known = counts.has(first);
        counts.port(new ScriptedPort().connections(1, 0));

        assertThat(known).isTrue();
        assertThat(counts.get().received()).isEqualTo(150);
        assertThat(counts.get().opened()).isEqualTo(6);
        assertThat(counts.get().active()).isEqualTo(1);
        assertThat(counts.has(first)).isFalse();
    }

    @Test
    void thePortWhichIsThereAlreadyIsNotCountedTwice() {
        ScriptedPort port = new ScriptedPort().connections(5, 5);

        counts.port(port);
        counts.port(port);

        assertThat(counts.get().opened()).isEqualTo(5);
    }
}
