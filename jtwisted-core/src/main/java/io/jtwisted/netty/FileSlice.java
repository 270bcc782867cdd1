package io.jtwisted.netty;

import io.jtwisted.net.FileTransfer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultChannelProgressivePromise;
import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file that the kernel moves to a socket. Netty's region would close the file, which has more slices: its
 * owner closes it.
 */
final class FileSlice extends DefaultFileRegion {
    /** Netty's native code looks into this class for the descriptor, and crashes if it is another one. */
    private static final String WITH_DESCRIPTOR = "sun.nio.ch.FileChannelImpl";

    FileSlice(FileChannel file, long position, int count) {
        super(file, position, count);
    }

    /** Whether the file is the operating system's: not in an archive, and not in memory. */
    static boolean canBeOf(FileChannel file) {
        return file.getClass().getName().equals(WITH_DESCRIPTOR);
    }

    @Override
    protected void deallocate() {}

    /** Told by Netty what has left of a slice. */
    static final class Sent extends DefaultChannelProgressivePromise {
        private final NettyConnection connection;
        private final int count;
        private final FileTransfer told;
        private long gone;

        Sent(NettyConnection connection, ChannelHandlerContext context, int count, FileTransfer told) {
            super(context.channel(), context.executor());
            this.connection = connection;
            this.count = count;
            this.told = told;
        }

        @Override
        @SuppressWarnings("VoidUsed") // it is Netty's
        public boolean trySuccess(@Nullable Void result) {
            boolean first = super.trySuccess(result);
            if (first && gone < count) {
                tryProgress(count, count);
            }
            return first;
        }

        @Override
        public boolean tryProgress(long progress, long total) {
            long more = progress - gone;
            gone = progress;
            told.left(more);
            return true;
        }

        @Override
        public boolean tryFailure(Throwable cause) {
            boolean first = super.tryFailure(cause);
            if (first && !told.broke()) {
                connection.failing(cause);
                Channels.closeNow(channel());
            }
            return first;
        }
    }
}
