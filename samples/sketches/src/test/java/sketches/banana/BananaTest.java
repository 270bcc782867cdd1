package sketches.banana;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BananaTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final List<Object> heard = new ArrayList<>();

    private MemoryPeer dial() {
        return reactor.dial(() -> new Banana() {
            @Override
            void expressionReceived(Object expression) {
                heard.add(expression);
            }
        });
    }

    private static Bytes hex(String digits) {
        return Bytes.wrap(HexFormat.of().parseHex(digits));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000})
    void tokensMayBeCutAnywhere(int size) {
        MemoryPeer peer = dial();
        reactor.inChunksOf(size);

        peer.sends(hex("0380" + "0582" + "68656c6c6f" + "0180" + "000181" + "0080")) // ["hello", [128], []]
                .sends(hex("0583" + "84" + "3ff8000000000000")); // -5, 1.5

        assertThat(heard)
                .containsExactly(
                        List.of(Bytes.utf8("hello"), List.of(BigInteger.valueOf(128)), List.of()),
                        BigInteger.valueOf(-5),
                        1.5);
    }

    @Test
    void theLongestNumberHasSixtyFourDigits() {
        dial().sends(hex("7f".repeat(64) + "81"));

        assertThat(heard).containsExactly(BigInteger.ONE.shiftLeft(64 * 7).subtract(BigInteger.ONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"85", "01002882", "00000000000180"})
    void aSizeThatIsTooLargeOrAnUnknownKindClosesTheConnection(String digits) {
        MemoryPeer peer = dial();

        peer.sends(hex(digits));

        closedByThePeersFault(peer);
    }

    @Test
    void aNumberThatNeverEndsClosesTheConnection() {
        MemoryPeer peer = dial();

        peer.sends(hex("00".repeat(65)));

        closedByThePeersFault(peer);
    }

    @Test
    void listsInListsHaveALimit() {
        MemoryPeer peer = dial();

        peer.sends(hex("0180".repeat(101)));

        closedByThePeersFault(peer);
    }

    @Test
    void aPauseHoldsTheNextExpressionBack() {
        MemoryPeer peer = reactor.dial(() -> new Banana() {
            @Override
            void expressionReceived(Object expression) {
                heard.add(expression);
                transport().pauseReading();
            }
        });
        peer.sends(hex("0181" + "0281"));
        assertThat(heard).containsExactly(BigInteger.ONE);

        peer.transport().resumeReading();

        assertThat(heard).containsExactly(BigInteger.ONE, BigInteger.TWO);
    }

    private static void closedByThePeersFault(MemoryPeer peer) {
        assertThat(peer.isDisconnected()).isTrue();
        assertThat(peer.transport().closed())
                .succeeded()
                .satisfies(reason -> assertThat(reason.cause()).isInstanceOf(ProtocolException.class));
    }
}
