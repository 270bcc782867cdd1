package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsGuardTest {
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int DATA = 23;

    private final List<String> events = new ArrayList<>();
    private final ByteBuf passed = Unpooled.buffer();
    private final TlsGuard guard = new TlsGuard(Tls.client(), new Passed());
    private EmbeddedChannel channel;
    private @Nullable ProtocolException objection;

    @BeforeEach
    void begin() {
        channel = new EmbeddedChannel(new TlsRecords(), guard);
    }

    private void opened(String version) throws Exception {
        TlsSession session = new TlsSession(version, "TLS_X", List.of(), null, null);
        ChannelHandlerContext last = channel.pipeline().lastContext();
        guard.opened(last, SSLContext.getDefault().createSSLEngine(), session, new TlsGuard.Reader() {
            @Override
            public void beforeAlert() {
                events.add("flush");
            }

            @Override
            public @Nullable ProtocolException objection() {
                return objection;
            }
        });
    }

    private static ByteBuf record(int type, int length) {
        return Unpooled.buffer()
                .writeByte(type)
                .writeShort(0x303)
                .writeShort(length)
                .writeBytes(new byte[length]);
    }

    private static ByteBuf all(ByteBuf... pieces) {
        return Unpooled.wrappedBuffer(pieces);
    }

    /** Hands it over in pieces of this size, or all at once. */
    private void arrives(ByteBuf bytes, int piece) {
        ByteBuf left = bytes.duplicate();
        while (left.isReadable()) {
            channel.writeInbound(Unpooled.copiedBuffer(left.readSlice(Math.min(piece, left.readableBytes()))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000_000})
    void everythingPassesInItsOrder(int piece) throws Exception {
        ByteBuf before = all(record(HANDSHAKE, 300), record(20, 1), record(HANDSHAKE, 40), record(DATA, 0));
        ByteBuf after = all(record(DATA, 1), record(DATA, 256), record(ALERT, 2), record(DATA, 70));

        arrives(before, piece);
        opened("TLSv1.2");
        arrives(after, piece);

        assertThat(passed).isEqualTo(all(before, after));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000_000})
    void whatWasWrittenLeavesBeforeAnAlertIsDecrypted(int piece) throws Exception {
        opened("TLSv1.2");

        arrives(all(record(DATA, 30), record(ALERT, 26)), piece);

        int flushed = events.indexOf("flush");
        assertThat(events.subList(0, flushed).stream()
                        .mapToInt(Integer::parseInt)
                        .sum())
                .isEqualTo(35);
        assertThat(events.subList(flushed + 1, events.size()).stream()
                        .mapToInt(Integer::parseInt)
                        .sum())
                .isEqualTo(31);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000_000})
    void aSecondHandshakeNeverPasses(int piece) throws Exception {
        arrives(record(HANDSHAKE, 100), piece);
        opened("TLSv1.2");

        assertThatThrownBy(() -> arrives(all(record(DATA, 10), record(HANDSHAKE, 100), record(DATA, 10)), piece))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("renegotiation");

        assertThat(passed.readableBytes()).isEqualTo(105 + 15);
    }

    @Test
    void inTls13TypesSayNothing() throws Exception {
        opened("TLSv1.3");

        arrives(all(record(DATA, 10), record(ALERT, 2), record(HANDSHAKE, 20)), 1_000_000);

        assertThat(passed.readableBytes()).isEqualTo(15 + 7 + 25);
        assertThat(events).doesNotContain("flush");
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 100, 1_000_000})
    void manyRecordsWithoutDataAreRefused(int piece) throws Exception {
        opened("TLSv1.3");
        ByteBuf[] flood = new ByteBuf[1_000];
        for (int i = 0; i < flood.length; i++) {
            flood[i] = record(DATA, 22);
        }

        assertThatThrownBy(() -> arrives(all(flood), piece))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("more than 128 TLS records without data");

        assertThat(passed.readableBytes()).isLessThan(200 * 27);
    }

    @Test
    void whatIsObjectedToIsTheLastToPass() throws Exception {
        opened("TLSv1.3");
        objection = new ProtocolException("enough");

        assertThatThrownBy(() -> arrives(all(record(DATA, 10), record(DATA, 20)), 15))
                .isSameAs(objection);

        assertThat(passed.readableBytes()).isEqualTo(15);
    }

    /** Takes the place of the handler that decrypts. */
    private final class Passed extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf buffer = (ByteBuf) message;
            events.add(String.valueOf(buffer.readableBytes()));
            passed.writeBytes(buffer);
            buffer.release();
        }
    }
}
