package io.jtwisted.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

    @Test
    void twoProtocolsTalkUntilNobodyHasMoreToSay() {
        Wire<Silent, Echo> wire = Wire.connect(new Silent(), new Echo());

        wire.client().transport().write(Bytes.utf8("hello"));
        wire.reactor().advance(Duration.ZERO);

        assertThat(wire.client().heard()).isEqualTo("hello");
        assertThat(wire.server().reads()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void bytesAreCutEverywhere(int size) {
        Wire<Silent, Echo> wire = Wire.connect(new Silent(), new Echo()).inChunksOf(size);

        wire.client().transport().write(Bytes.utf8("a sentence of some length"));
        wire.reactor().advance(Duration.ZERO);

        assertThat(wire.client().heard()).isEqualTo("a sentence of some length");
        assertThat(wire.server().reads()).isEqualTo((25 + size - 1) / size);
    }

    @Test
    void aFactoryMayMakeTheServer() {
        Wire<Silent, ?> wire = Wire.of(peer -> new Echo(), new Silent());

        assertThat(wire.server()).isInstanceOf(Echo.class);
        assertThatThrownBy(() -> Wire.of(peer -> null, new Silent()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("refused the client");
    }

    @Test
    void aCutWireIsFoundOutByBoth() {
        Wire<Silent, Echo> wire = Wire.connect(new Silent(), new Echo()).cut();

        assertThat(wire.client().reason().cause())
                .isInstanceOf(IOException.class)
                .hasMessage("the wire was cut");
        assertThat(wire.server().reason().kind()).isEqualTo(CloseReason.Kind.ERROR);
    }

    @Test
    void theEndOfOneIsTheEndOfTheOther() {
        Wire<Silent, Echo> wire = Wire.connect(new Silent(), new Echo());

        wire.client().transport().loseConnection();
        wire.reactor().advance(Duration.ZERO);

        assertThat(wire.client().reason()).isEqualTo(CloseReason.local());
        assertThat(wire.server().reason()).isEqualTo(CloseReason.remote());
    }
}
