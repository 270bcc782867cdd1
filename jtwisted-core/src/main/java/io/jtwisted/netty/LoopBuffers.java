package io.jtwisted.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a loop: a buffer to read into, one to write from, and arrays to gather a turn's writes in, used again and
 * again. A fresh buffer for each read costs a tenth of an echo, and one for each long write a quarter of the time for it.
 * No connection keeps any of them beyond a turn. Belongs to the loop's thread.
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

    /** What one system call writes at most. */
    static final int WRITE_SIZE = 131_072;

    private static final int ARRAYS_KEPT = 64;
    private static final int SMALL_ARRAY = 512;

    private final ByteBufAllocator allocator;
    private final BooleanSupplier answers;
    private final ExtendedHandle handle = new Reused();
    private final ArrayDeque<byte[]> arrays = new ArrayDeque<>();
    private final UnsentMemory unsent;
    private int arraysMade;

    // Both are made when they are needed first: Netty's allocator takes a while to load.
    private @Nullable ByteBuf readBuffer;
    private @Nullable ByteBuffer writeBuffer;

    /**
     * @param answers whether something was written in this turn
     * @param maxUnsent how many bytes may wait in memory, of all connections; zero for any number
     */
    LoopBuffers(ByteBufAllocator allocator, BooleanSupplier answers, long maxUnsent) {
        super(READS);
        this.unsent = new UnsentMemory(maxUnsent);
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

    /** What waits in memory after its turn, of all connections. */
    UnsentMemory unsent() {
        return unsent;
    }

    /** As much of this as fits, in memory from which the network takes it: to be used before anything else is written. */
    ByteBuffer filled(Outgoing outgoing) {
        ByteBuffer direct = outgoing.direct();
        return direct != null ? direct : copied(outgoing);
    }

    private ByteBuffer copied(Outgoing outgoing) {
        ByteBuffer target = writeBuffer;
        if (target == null) {
            target = ByteBuffer.allocateDirect(WRITE_SIZE);
            writeBuffer = target;
        }
        target.clear();
        outgoing.copyTo(target);
        return target.flip();
    }

    /** An array for what a turn writes, of {@link #GATHER_SIZE} as a rule; at least for this many bytes. */
    byte[] takeArray(int size) {
        byte[] array = arrays.poll();
        if (array != null) {
            return array;
        }
        if (arraysMade == ARRAYS_KEPT) { // a turn that writes to thousands must not take this much for each
            return new byte[Math.max(SMALL_ARRAY, size)];
        }
        array = new byte[GATHER_SIZE];
        arraysMade++;
        return array;
    }

    void giveArray(byte[] array) {
        if (array.length == GATHER_SIZE && arrays.size() < ARRAYS_KEPT) {
            arrays.push(array);
        }
    }

    void release() {
        ByteBuf buffer = readBuffer;
        readBuffer = null;
        if (buffer != null) {
            buffer.release();
        }
    }

    /** The read buffer, or a new one if the last read is still held by a handler. */
    private ByteBuf free() {
        ByteBuf old = readBuffer;
        if (old != null && old.refCnt() == 1) {
            return old;
        }
        readBuffer = allocator.directBuffer(READ_SIZE, READ_SIZE); // first: the old one is ours until there is another
        if (old != null) {
            old.release();
        }
        return readBuffer;
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
            return free().clear().retain();
        }

        @Override
        public int guess() {
            return READ_SIZE;
        }
    }
}
