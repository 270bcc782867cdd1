package io.jtwisted.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.util.ArrayDeque;

/**
 * The memory of a loop: one buffer to read into and one to write from, each used again as long as nobody else holds it,
 * and arrays to gather a turn's writes in. A fresh buffer for each read costs a tenth of an echo. Belongs to the loop's
 * thread.
 */
final class LoopBuffers extends DefaultMaxMessagesRecvByteBufAllocator {
    /** What one read takes at most, as in Twisted. */
    static final int READ_SIZE = 65_536;

    /** What a turn gathers in one piece. */
    static final int GATHER_SIZE = 16_384;

    private static final int ARRAYS_KEPT = 64;

    private final ByteBufAllocator allocator;
    private final ExtendedHandle handle = new Reused();
    private final ArrayDeque<byte[]> arrays = new ArrayDeque<>();
    private ByteBuf readBuffer;
    private ByteBuf writeBuffer;

    LoopBuffers(ByteBufAllocator allocator) {
        this.allocator = allocator;
        readBuffer = allocator.directBuffer(READ_SIZE, READ_SIZE);
        writeBuffer = allocator.directBuffer(GATHER_SIZE, GATHER_SIZE);
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
        if (writeBuffer.refCnt() > 1) {
            writeBuffer.release();
            writeBuffer = allocator.directBuffer(GATHER_SIZE, GATHER_SIZE);
        }
        return writeBuffer.clear().writeBytes(bytes, 0, length).retain();
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
        readBuffer.release();
        writeBuffer.release();
    }

    private final class Reused extends MaxMessageHandle implements RecvByteBufAllocator.ExtendedHandle {

        @Override
        public ByteBuf allocate(ByteBufAllocator ofChannel) {
            if (readBuffer.refCnt() > 1) {
                readBuffer.release();
                readBuffer = allocator.directBuffer(READ_SIZE, READ_SIZE);
            }
            return readBuffer.clear().retain();
        }

        @Override
        public int guess() {
            return READ_SIZE;
        }
    }
}
