package sketches.dns;

import io.jtwisted.bytes.Bytes;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/** Messages for tests. */
final class Queries {
    static final Duration DELAY = Duration.ofMillis(1);

    private static final String NAME = "076578616d706c65036f726700"; // example.org

    private Queries() {}

    static Authority authority() {
        return new Authority(Map.of("example.org", Bytes.of((byte) 127, (byte) 1, (byte) 2, (byte) 3)), DELAY);
    }

    static Bytes query(int id) {
        return hex("00%02x".formatted(id) + "0100" + "0001000000000000" + NAME + "00010001");
    }

    static Bytes answer(int id) {
        return hex("00%02x".formatted(id) + "8400" + "0001000100000000" + NAME + "00010001" + "c00c000100010000012c0004"
                + "7f010203");
    }

    static Bytes hex(String digits) {
        return Bytes.wrap(HexFormat.of().parseHex(digits));
    }
}
