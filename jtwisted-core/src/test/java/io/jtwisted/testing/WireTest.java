package io.jtwisted.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.text.LineReceiver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

    @Test
    void twoProtocolsTalkUntilNobodyHasMoreToSay() {
        Wire<Silent, Echo> wire = Wire.connect(new Silent(), new Echo());

        wire.client().transport().write(Bytes.utf8("hello"));

        assertThat(wire.client().heard()).isEqualTo("hello");
        assertThat(wire.server().reads()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void bytesAreCutEverywhere(int size) {
        Wire<Silent, Echo> wire = Wire.connect(new Silent(), new Echo()).inChunksOf(size);

        wire.client().transport().write(Bytes.utf8("a sentence of some length"));

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

        assertThat(wire.client().reason()).isEqualTo(CloseReason.local());
        assertThat(wire.server().reason()).isEqualTo(CloseReason.remote());
    }

    @Test
    void aTextIsCarriedToo() {
        Lines client = new Lines();
        Lines server = new Lines();
        Wire.connect(client, server);

        client.sendLine("one");
        client.sendLine("two");

        assertThat(server.lines).containsExactly("one", "two");
    }

    @Test
    void whatAChainWritesThatTheTestFiresLeavesTogetherAndIsCarried() {
        Silent client = new Silent();
        Wire<Silent, Echo> wire = Wire.connect(client, new Echo());
        Deferred<String> fired = new Deferred<>();
        List<String> heardInside = new ArrayList<>();
        fired.tap(word -> client.transport().write(Bytes.utf8(word)))
                .tap(word -> heardInside.add(client.heard()))
                .tap(word -> client.transport().write(Bytes.utf8(word)))
                .otherwise(failure -> {});

        fired.callback("word");

        assertThat(heardInside).containsExactly("");
        assertThat(client.heard()).isEqualTo("wordword");
        assertThat(wire.server().reads()).isOne();
    }

    @Test
    void theEndOfOneHalfAnAbortAndAFailureAreCarried() {
        Wire<Silent, Echo> half = Wire.connect(new Silent(), new Echo());
        Wire<Silent, Echo> abort = Wire.connect(new Silent(), new Echo());
        Wire<Silent, Echo> failure = Wire.connect(new Silent(), new Echo());

        half.client().transport().loseWriteConnection();
        abort.client().transport().abortConnection();
        failure.client().transport().fail(new ProtocolException("no answer"));

        assertThat(half.server().reason()).isEqualTo(CloseReason.remote());
        assertThat(abort.server().reason().kind()).isEqualTo(CloseReason.Kind.ERROR);
        assertThat(failure.server().reason()).isEqualTo(CloseReason.remote());
    }

    @Test
    void aPauseThatEndsIsCarried() {
        Wire<Silent, Echo> wire = Wire.connect(new Silent(), new Echo());
        wire.server().transport().pauseReading();
        wire.client().transport().write(Bytes.utf8("held"));
        assertThat(wire.client().heard()).isEmpty();

        wire.server().transport().resumeReading();

        assertThat(wire.client().heard()).isEqualTo("held");
    }

    @Test
    void inACallOfTheTestCommandsAreOneTurn() {
        Silent client = new Silent();
        Wire<Silent, Echo> wire = Wire.connect(client, new Echo());

        Deferred<String> heardInside = wire.reactor().call(() -> {
            client.transport().write(Bytes.utf8("one "));
            client.transport().write(Bytes.utf8("turn"));
            return client.heard();
        });

        assertThat(heardInside.await()).isEmpty();
        assertThat(client.heard()).isEqualTo("one turn");
        assertThat(wire.server().reads()).isOne();
    }

    private static final class Lines extends LineReceiver {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void lineReceived(String line) {
            lines.add(line);
        }
    }
}
