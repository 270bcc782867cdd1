package sketches.http;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Framing;
import java.nio.charset.StandardCharsets;

/** Each byte with its bits inverted. */
final class Reversed extends Framing {

    @Override
    protected void received(Bytes data) {
        deliver(inverted(data));
    }

    @Override
    protected void write(Bytes data) {
        send(inverted(data));
    }

    static Bytes of(String text) {
        return inverted(Bytes.of(text, StandardCharsets.ISO_8859_1));
    }

    static String of(Bytes data) {
        return inverted(data).text(StandardCharsets.ISO_8859_1);
    }

    private static Bytes inverted(Bytes data) {
        byte[] inverted = data.toArray();
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = (byte) ~inverted[i];
        }
        return Bytes.wrap(inverted);
    }
}
