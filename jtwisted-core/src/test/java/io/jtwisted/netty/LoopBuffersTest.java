package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopBuffersTest {
    private static final Bytes LONG = Bytes.wrap(new byte[LoopBuffers.READ_SIZE]);

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private boolean answered;
    private final LoopBuffers buffers = new LoopBuffers(allocator, () -> answered);

    @AfterEach
    void nothingIsLeft() {
        buffers.release();

        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    @Test
    void aLongWriteTakesTheBufferWhichIsFree() {
        ByteBuf first = buffers.copy(LONG);
        ByteBuf second = buffers.copy(LONG);
        first.release();
        ByteBuf third = buffers.copy(Bytes.utf8("shorter"));

        assertThat(second).isNotSameAs(first);
        assertThat(third).isSameAs(first);
        assertThat(third.toString(StandardCharsets.UTF_8)).isEqualTo("shorter");
        second.release();
        third.release();
    }

    @Test
    void whereManyAreHeldTheyAreNotKept() {
        List<ByteBuf> held = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            held.add(buffers.copy(LONG));
        }
        assertThat(held)
                .usingElementComparator((one, other) -> one == other ? 0 : 1)
                .doesNotHaveDuplicates();

        held.forEach(ByteBuf::release);

        assertThat(allocator.metric().usedDirectMemory())
                .isEqualTo(2L * LoopBuffers.ANSWERED_READS * LoopBuffers.READ_SIZE);
    }

    @Test
    void whoIsAnsweredIsReadLessOftenInATurn() {
        assertThat(readsInATurn()).isEqualTo(16);

        answered = true;

        assertThat(readsInATurn()).isEqualTo(4);
        assertThat(readsInATurn()).isEqualTo(4);
    }

    /** Of a channel which always has more. */
    @SuppressWarnings("deprecation") // as in LoopBuffers
    private int readsInATurn() {
        RecvByteBufAllocator.Handle handle = buffers.newHandle();
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
    void oneForMoreThanAReadIsNotKept() {
        ByteBuf huge = buffers.copy(Bytes.wrap(new byte[1 << 20]));
        assertThat(huge.readableBytes()).isEqualTo(1 << 20);

        huge.release();

        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }
}
