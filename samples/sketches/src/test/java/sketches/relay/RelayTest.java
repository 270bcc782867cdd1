package sketches.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Relay.Tie.class)
class RelayTest {
    private static final String BACKEND = "tcp:backend:80";

    private final MemoryReactor reactor = new MemoryReactor();
    private final MemoryPeer client;

    RelayTest(Relay.Tie tie) {
        client = reactor.dial(new Relay(reactor, BACKEND, tie));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1_000})
    void whatOneSideSaysTheOtherHears(int size) {
        reactor.inChunksOf(size);
        client.sends("early ");
        MemoryPeer backend = reactor.answers(BACKEND);

        client.sends("question");
        backend.sends("answer");

        assertThat(backend.hears()).isEqualTo("early question");
        assertThat(client.hears()).isEqualTo("answer");
    }

    @Test
    void eachHalfEndsByItself() {
        MemoryPeer backend = reactor.answers(BACKEND);

        client.sends("question").endsSending();
        assertThat(backend.hears()).isEqualTo("question");
        assertThat(backend.heardEnd()).isTrue();
        assertThat(client.isDisconnected()).isFalse();
        backend.sends("answer").hangsUp();

        assertThat(client.hears()).isEqualTo("answer");
        assertThat(client.isDisconnected()).isTrue();
    }

    @Test
    void aSideThatDoesNotReadMakesTheOtherWait() {
        MemoryPeer backend = reactor.answers(BACKEND).stopsReading();

        client.sends(Bytes.wrap(new byte[4_000_000]));
        int waiting = client.unsent();
        backend.readsAgain();

        assertThat(waiting).isGreaterThan(3_500_000);
        assertThat(backend.hearsBytes().length()).isEqualTo(4_000_000);
        assertThat(client.unsent()).isZero();
    }

    @Test
    void aResetIsPassedOn() {
        MemoryPeer backend = reactor.answers(BACKEND);

        backend.resets();

        assertThat(client.isDisconnected()).isTrue();
    }

    @Test
    void aBackendThatIsDownClosesTheClient() {
        reactor.refuses(BACKEND);

        assertThat(client.isDisconnected()).isTrue();
    }
}
