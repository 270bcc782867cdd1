package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // as in LoopBuffers
class LoopBuffersTest {
    private final Stingy allocator = new Stingy();
    private boolean answered;
    private final LoopBuffers buffers = new LoopBuffers(allocator, () -> answered, 0);
    private final RecvByteBufAllocator.Handle handle = buffers.newHandle();

    @AfterEach
    void nothingIsLeft() {
        buffers.release();

        assertThat(allocator.used()).isZero();
    }

    @Test
    void aReadTakesTheSameBufferAgain() {
        ByteBuf first = handle.allocate(allocator);
        first.release();

        ByteBuf second = handle.allocate(allocator);

        assertThat(second).isSameAs(first);
        second.release();
    }

    @Test
    void aBufferThatIsHeldIsNotReadInto() {
        ByteBuf held = handle.allocate(allocator);

        ByteBuf other = handle.allocate(allocator);

        assertThat(other).isNotSameAs(held);
        held.release();
        other.release();
    }

    @Test
    void whereThereIsNoMemoryForAnotherBufferTheHeldOneStaysItsHolders() {
        ByteBuf held = handle.allocate(allocator);
        held.writeByte('a');
        allocator.exhausted = true;

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> handle.allocate(allocator)).isInstanceOf(OutOfMemoryError.class);
        }
        assertThat(held.refCnt()).isEqualTo(2);

        allocator.exhausted = false;
        ByteBuf other = handle.allocate(allocator);

        assertThat(other).isNotSameAs(held);
        assertThat(held.getByte(0)).isEqualTo((byte) 'a');
        held.release();
        other.release();
    }

    @Test
    void aConnectionWhichIsAnsweredIsReadLessOftenInATurn() {
        assertThat(readsInATurn()).isEqualTo(16);

        answered = true;

        assertThat(readsInATurn()).isEqualTo(4);
        assertThat(readsInATurn()).isEqualTo(4);
    }

    /** Of a channel which always has more. */
    private int readsInATurn() {
        handle.reset(new EmbeddedChannel().config());
        int reads = 0;
        do {
            handle.attemptedBytesRead(LoopBuffers.READ_SIZE);
            handle.lastBytesRead(LoopBuffers.READ_SIZE);
            handle.incMessagesRead(1);
            reads++;
        } while (handle.continueReading());
        return reads;
    }

    @Test
    void anArrayIsUsedAgain() {
        byte[] first = buffers.takeArray(10);

        buffers.giveArray(first);

        assertThat(buffers.takeArray(10)).isSameAs(first).hasSize(LoopBuffers.GATHER_SIZE);
    }

    @Test
    void aTurnWhichWritesToThousandsDoesNotTakeALongArrayForEach() {
        List<byte[]> taken = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] array = buffers.takeArray(100);
            taken.add(array);
            bytes += array.length;
        }

        assertThat(bytes).isLessThan(4_000_000);

        taken.forEach(buffers::giveArray);
        assertThat(buffers.takeArray(10)).hasSize(LoopBuffers.GATHER_SIZE);
        assertThat(buffers.takeArray(700)).hasSizeGreaterThanOrEqualTo(700);
    }

    /** Has no memory when it is told so. */
    private static final class Stingy extends AbstractByteBufAllocator {
        private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
        private boolean exhausted;

        Stingy() {
            super(true);
        }

        long used() {
            return memory.metric().usedDirectMemory();
        }

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            return memory.heapBuffer(initialCapacity, maxCapacity);
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            if (exhausted) {
                throw new OutOfMemoryError("as the test wants it");
            }
            return memory.directBuffer(initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }
}
