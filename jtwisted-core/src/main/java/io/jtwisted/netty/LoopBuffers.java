package io.jtwisted.netty;

import io.jtwisted.bytes.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a loop: a buffer to read into and some to write from, each used again as long as nobody else holds it,
 * and arrays to gather a turn's writes in. A fresh buffer for each read costs a tenth of an echo, and one for each long
 * write a quarter of the time for it. Belongs to the loop's thread.
 */
final class LoopBuffers extends DefaultMaxMessagesRecvByteBufAllocator {
    /** What one read takes at most, as in Twisted. */
    static final int READ_SIZE = 65_536;

    /** How many reads a turn takes of one connection which has more, before it is the turn of others. */
    static final int READS = 16;

    /** The same if it is answered: what they bring leaves in one system call, but should be warm still. */
    static final int ANSWERED_READS = 4;

    /** What a turn gathers in one piece. */
    static final int GATHER_SIZE = 16_384;

    private static final int ARRAYS_KEPT = 64;
    private static final int LONG_BUFFERS_KEPT = 2 * ANSWERED_READS;

    private final ByteBufAllocator allocator;
    private final BooleanSupplier answers;
    private final ExtendedHandle handle = new Reused();
    private final ArrayDeque<byte[]> arrays = new ArrayDeque<>();
    private final @Nullable ByteBuf[] longBuffers = new ByteBuf[LONG_BUFFERS_KEPT];

    // All are made when they are needed first: Netty's allocator takes a while to load.
    private @Nullable ByteBuf readBuffer;
    private @Nullable ByteBuf writeBuffer;

    /** @param answers whether something was written in this turn */
    LoopBuffers(ByteBufAllocator allocator, BooleanSupplier answers) {
        super(READS);
        this.allocator = allocator;
        this.answers = answers;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    /** The same for all channels: it remembers nothing from one read event to the next. */
    @Override
    @SuppressWarnings("deprecation") // Netty has no other door to the buffers of a channel
    public ExtendedHandle newHandle() {
        return handle;
    }

    /** A direct buffer with a copy of these bytes, at most {@link #GATHER_SIZE}, to be released by who gets it. */
    ByteBuf copy(byte[] bytes, int length) {
        ByteBuf buffer = usable(writeBuffer, GATHER_SIZE);
        writeBuffer = buffer;
        return buffer.clear().writeBytes(bytes, 0, length).retain();
    }

    /** The same for more than that. */
    ByteBuf copy(Bytes data) {
        int length = data.length();
        return (length > READ_SIZE ? allocator.directBuffer(length, length) : longBuffer())
                .writeBytes(data.asByteBuffer());
    }

    /** The first which is free: its memory is the warmest. */
    private ByteBuf longBuffer() {
        for (int i = 0; i < LONG_BUFFERS_KEPT; i++) {
            ByteBuf buffer = longBuffers[i];
            if (buffer == null) {
                buffer = allocator.directBuffer(READ_SIZE, READ_SIZE);
                longBuffers[i] = buffer;
            }
            if (buffer.refCnt() == 1) {
                return buffer.clear().retain();
            }
        }
        return allocator.directBuffer(READ_SIZE, READ_SIZE);
    }

    byte[] takeArray() {
        byte[] array = arrays.poll();
        return array == null ? new byte[GATHER_SIZE] : array;
    }

    void giveArray(byte[] array) {
        if (arrays.size() < ARRAYS_KEPT) {
            arrays.push(array);
        }
    }

    void release() {
        release(readBuffer);
        release(writeBuffer);
        for (ByteBuf buffer : longBuffers) {
            release(buffer);
        }
    }

    /** The same buffer, or another if somebody still holds it. */
    private ByteBuf usable(@Nullable ByteBuf buffer, int size) {
        if (buffer != null && buffer.refCnt() == 1) {
            return buffer;
        }
        release(buffer);
        return allocator.directBuffer(size, size);
    }

    private static void release(@Nullable ByteBuf buffer) {
        if (buffer != null) {
            buffer.release();
        }
    }

    private final class Reused extends MaxMessageHandle implements RecvByteBufAllocator.ExtendedHandle {
        private int reads;

        @Override
        public void reset(ChannelConfig config) {
            super.reset(config);
            reads = 0;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier full) {
            reads++;
            return (reads < ANSWERED_READS || !answers.getAsBoolean()) && super.continueReading(full);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator ofChannel) {
            ByteBuf buffer = usable(readBuffer, READ_SIZE);
            readBuffer = buffer;
            return buffer.clear().retain();
        }

        @Override
        public int guess() {
            return READ_SIZE;
        }
    }
}
