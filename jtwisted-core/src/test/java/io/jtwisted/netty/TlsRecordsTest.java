package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsRecordsTest {
    private static final int HANDSHAKE = 22;
    private static final int DATA = 23;

    private final EmbeddedChannel channel = new EmbeddedChannel(new TlsRecords());
    private final ByteBuf readBuffer = Unpooled.directBuffer(65_536);

    @AfterEach
    void nothingIsKept() {
        channel.finishAndReleaseAll();

        assertThat(readBuffer.refCnt()).isEqualTo(1);
        readBuffer.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000, 16_389, 40_000, 65_536})
    void wholeRecordsPassHoweverTheyAreCut(int size) {
        byte[] stream = join(
                record(HANDSHAKE, 300),
                record(20, 1),
                record(DATA, 0),
                record(DATA, 16_384),
                record(21, 2),
                record(DATA, 17),
                record(DATA, 16_384 + 2_048));

        List<byte[]> passed = new ArrayList<>();
        for (int at = 0; at < stream.length; at += size) {
            passed.addAll(arrives(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size))));
        }

        assertThat(join(passed.toArray(new byte[0][]))).isEqualTo(stream);
        assertThat(passed).allSatisfy(TlsRecordsTest::consistsOfWholeRecords);
    }

    @Test
    void aPartOfARecordDoesNotKeepTheReadBuffer() {
        byte[] hello = record(HANDSHAKE, 512);
        for (int length : new int[] {1, 4, 5, 6, 11, 500}) {
            EmbeddedChannel one = new EmbeddedChannel(new TlsRecords());
            one.writeInbound(read(Arrays.copyOf(hello, length)));

            assertThat(readBuffer.refCnt()).isEqualTo(1);
            assertThat(one.<ByteBuf>readInbound()).isNull();
            one.finishAndReleaseAll();
        }
    }

    @Test
    void aHandshakeWhichIsKeptDoesNotKeepTheReadBuffer() {
        channel.writeInbound(read(record(HANDSHAKE, 512)));
        ByteBuf kept = channel.readInbound();

        assertThat(readBuffer.refCnt()).isEqualTo(1);
        assertThat(kept.readableBytes()).isEqualTo(517);
        kept.release();
    }

    @SuppressWarnings("UnicodeEscape") // bytes, not text
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "\u0080\u002e\u0001\u0003\u0001",
                "\u0016\u0002\u0000\u0000\u0001",
                "\u0016\u0003\u0001\u00ff\u00ff"
            })
    void whatIsNoTlsPassesAndIsForTheTlsHandlerToRefuse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);

        List<byte[]> passed = arrives(bytes);

        assertThat(join(passed.toArray(new byte[0][]))).isEqualTo(bytes);
    }

    private List<byte[]> arrives(byte[] bytes) {
        channel.writeInbound(read(bytes));
        List<byte[]> passed = new ArrayList<>();
        for (ByteBuf part; (part = channel.readInbound()) != null; ) {
            passed.add(ByteBufUtil.getBytes(part));
            part.release();
        }
        return passed;
    }

    /** As the loop does: into the one buffer, which is its own as well. */
    private ByteBuf read(byte[] bytes) {
        return readBuffer.clear().writeBytes(bytes).retain();
    }

    private static void consistsOfWholeRecords(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            at += 5 + ((bytes[at + 3] & 0xff) << 8 | bytes[at + 4] & 0xff);
        }
        assertThat(at).isEqualTo(bytes.length);
    }

    private static byte[] record(int type, int length) {
        byte[] record = new byte[5 + length];
        new Random(length).nextBytes(record);
        record[0] = (byte) type;
        record[1] = 3;
        record[2] = 3;
        record[3] = (byte) (length >> 8);
        record[4] = (byte) length;
        return record;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
