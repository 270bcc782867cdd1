package sketches.dns;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.Reactor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers queries, after a while: bytes in, bytes out. It knows nothing of transports. */
final class Authority {
    private static final int TYPE_A = 1;
    private static final int NO_SUCH_NAME = 3;
    private static final int LIFE = 300;

    private final Map<String, Bytes> addresses;
    private final Duration delay;

    /** @param addresses four bytes for each name */
    Authority(Map<String, Bytes> addresses, Duration delay) {
        this.addresses = Map.copyOf(addresses);
        this.delay = delay;
    }

    Deferred<Bytes> answer(Reactor reactor, Bytes query) throws ProtocolException {
        Question question = Question.parse(query);
        return reactor.deferLater(delay, () -> answer(question));
    }

    private Bytes answer(Question question) {
        Bytes address = question.type() == TYPE_A ? addresses.get(question.name()) : null;
        ByteBuffer answer = ByteBuffer.allocate(64 + question.section().length());
        answer.putShort((short) question.id());
        answer.putShort((short) (0x8400 | (address == null ? NO_SUCH_NAME : 0))); // an answer, of an authority
        answer.putShort((short) 1);
        answer.putShort((short) (address == null ? 0 : 1));
        answer.putInt(0);
        answer.put(question.section().asByteBuffer());
        putRecord(answer, address);
        return Bytes.copyOf(answer.flip());
    }

    private static void putRecord(ByteBuffer answer, @Nullable Bytes address) {
        if (address != null) {
            answer.putShort((short) 0xc00c); // the name of the question
            answer.putShort((short) TYPE_A);
            answer.putShort((short) 1);
            answer.putInt(LIFE);
            answer.putShort((short) address.length());
            answer.put(address.asByteBuffer());
        }
    }
}
