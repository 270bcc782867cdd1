package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingTest {
    private final LoopBuffers buffers = new LoopBuffers(UnpooledByteBufAllocator.DEFAULT, () -> false, 0);
    private final Outgoing outgoing = new Outgoing(buffers);
    private final List<ByteBuf> handedOver = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatLeavesIsWhatWasWrittenWhateverTheTurnsAreAndTheSocketTakes(int seed) {
        Random random = new Random(seed);
        ByteQueue expected = new ByteQueue();
        for (int step = 0; step < 4_000; step++) {
            switch (random.nextInt(9)) {
                case 0, 1 -> write(expected, bytes(random, random.nextInt(40)));
                case 2 -> write(expected, bytes(random, random.nextInt(9_000)));
                case 3 -> write(expected, bytes(random, 20_000).slice(random.nextInt(20_000)));
                case 4 -> outgoing.settle();
                case 5 -> handOver(expected, bytes(random, random.nextInt(60_000)));
                default -> take(random, expected);
            }
            assertThat(outgoing.length()).isEqualTo(expected.length());
        }

        outgoing.settle();
        take(expected, expected.length());

        assertThat(outgoing.isEmpty()).isTrue();
        assertThat(buffers.unsent().total()).isZero();
        assertThat(handedOver).allMatch(buffer -> buffer.refCnt() == 1);
        handedOver.forEach(ByteBuf::release);
    }

    @Test
    void aBufferThatIsHandedOverLeavesWithoutACopy() {
        ByteBuf buffer = buffers.allocator().directBuffer(65_536).writeZero(50_000);
        buffer.skipBytes(10);
        outgoing.add(buffer);

        ByteBuffer first = outgoing.direct();

        assertThat(first).isNotNull();
        assertThat(first.remaining()).isEqualTo(49_990);
        buffer.setByte(10, 7);
        assertThat(first.get(first.position())).isEqualTo((byte) 7);
        outgoing.drop(20_000);
        ByteBuffer rest = outgoing.direct();
        assertThat(rest).isNotNull();
        assertThat(rest.remaining()).isEqualTo(29_990);
        outgoing.clear();
        assertThat(buffer.refCnt()).isEqualTo(1);
        buffer.release();
    }

    @Test
    void aBufferOfWhichLittleIsLeftIsNotKept() {
        ByteBuf buffer = buffers.allocator().directBuffer(65_536).writeZero(50_000);
        outgoing.add(buffer);
        outgoing.settle();
        assertThat(buffers.unsent().total()).isEqualTo(65_536);

        outgoing.drop(50_000);
        outgoing.add(buffer);
        outgoing.drop(30_000);
        outgoing.settle();

        assertThat(buffer.refCnt()).isEqualTo(1);
        assertThat(buffers.unsent().total()).isEqualTo(20_000);
        outgoing.clear();
        assertThat(buffers.unsent().total()).isZero();
        buffer.release();
    }

    private void handOver(ByteQueue expected, Bytes data) {
        ByteBuf buffer = buffers.allocator().directBuffer(65_536).writeBytes(data.toArray());
        handedOver.add(buffer);
        expected.add(data);
        outgoing.add(buffer);
    }

    private void write(ByteQueue expected, Bytes data) {
        if (!data.isEmpty()) {
            expected.add(data);
            outgoing.add(data);
        }
    }

    private void take(Random random, ByteQueue expected) {
        take(expected, random.nextInt(30_000));
    }

    private void take(ByteQueue expected, int atMost) {
        ByteBuffer target = ByteBuffer.allocate(atMost);
        outgoing.copyTo(target);
        int count = target.position();
        assertThat(count).isEqualTo(Math.min(atMost, expected.length()));
        assertThat(Bytes.copyOf(target.flip())).isEqualTo(expected.take(count));
        outgoing.drop(count);
    }

    private static Bytes bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    @Test
    void shortWritesOfManyTurnsTakeLittleMoreThanTheirBytes() {
        Bytes line = Bytes.utf8("a\r\n");
        for (int turn = 0; turn < 20_000; turn++) {
            outgoing.add(line);
            outgoing.settle();
        }

        assertThat(outgoing.length()).isEqualTo(60_000);
        assertThat(buffers.unsent().total()).isBetween(60_000L, 100_000L);
    }

    @Test
    void aLongMessageToManyIsThereOnce() {
        Bytes message = Bytes.wrap(new byte[2 << 20]);
        List<Outgoing> members = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Outgoing member = new Outgoing(buffers);
            members.add(member);
            member.add(message);
            member.settle();
        }
        assertThat(buffers.unsent().total()).isEqualTo(2 << 20);

        members.subList(1, 100).forEach(Outgoing::clear);
        assertThat(buffers.unsent().total()).isEqualTo(2 << 20);

        members.get(0).clear();
        assertThat(buffers.unsent().total()).isZero();
    }

    @Test
    void aSliceDoesNotKeepTheWholeBeyondTheTurn() {
        Bytes whole = Bytes.wrap(new byte[1 << 20]);
        outgoing.add(whole.slice(0, 5_000));

        outgoing.settle();

        assertThat(buffers.unsent().total()).isEqualTo(5_000);
    }

    @Test
    void nothingIsCountedOfWhatLeavesInItsTurn() {
        outgoing.add(Bytes.wrap(new byte[100]));
        outgoing.add(Bytes.wrap(new byte[10_000]));
        outgoing.add(Bytes.wrap(new byte[100]));
        outgoing.drop(10_200);

        outgoing.settle();

        assertThat(buffers.unsent().total()).isZero();
        assertThat(outgoing.isEmpty()).isTrue();
    }

    @Test
    void arraysOfTheLoopComeBack() {
        for (int turn = 0; turn < 1_000; turn++) {
            for (int i = 0; i < 12; i++) {
                outgoing.add(Bytes.wrap(new byte[4_000]));
            }
            outgoing.settle();
            outgoing.drop(outgoing.length());
        }

        assertThat(buffers.takeArray(1)).hasSize(LoopBuffers.GATHER_SIZE);
    }
}
