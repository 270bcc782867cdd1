package io.jtwisted.netty;

import io.jtwisted.net.FileTransfer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Lets the socket take what waits, piece by piece through the loop's buffer: at once where there is a
 * {@link NativeSend}, and what it does not take then through Netty, which asks a {@link FileRegion} for bytes whenever
 * the socket has room for some. So nothing waits in Netty's memory; and one region serves for all that a connection ever
 * writes.
 */
final class SocketWriter implements ChannelWriter {
    /** So many system calls in a row, as Netty makes by default. */
    private static final int CALLS = 16;

    private final NettyConnection connection;
    private final ChannelHandlerContext context;
    private final LoopBuffers buffers;
    private final Outgoing outgoing;
    private final @Nullable NativeSend nativeSend;

    /** These two are made when the socket is full for the first time. */
    private @Nullable Region region;

    private @Nullable Taken taken;

    /** Netty has the region. */
    private boolean asked;

    /** The socket has not taken all of the last piece: to copy another one for it at once would be in vain. */
    private boolean full;

    /** What the socket has taken and the connection has not been told of. */
    private long untold;

    SocketWriter(
            NettyConnection connection,
            ChannelHandlerContext context,
            @Nullable NativeSend nativeSend,
            LoopBuffers buffers) {
        this.connection = connection;
        this.context = context;
        this.nativeSend = nativeSend;
        this.buffers = buffers;
        this.outgoing = new Outgoing(buffers);
    }

    @Override
    public Outgoing outgoing() {
        return outgoing;
    }

    @Override
    public void flush() {
        if (!asked && !outgoing.isEmpty() && (nativeSend == null || isFiltered() || isFull(nativeSend))) {
            ask();
        }
        if (!outgoing.isEmpty()) {
            outgoing.settle();
        }
    }

    @Override
    public boolean transfer(FileChannel file, long position, int count, FileTransfer told) {
        if (isFiltered() || !FileSlice.canBeOf(file)) {
            return false;
        }
        context.writeAndFlush(
                new FileSlice(file, position, count), new FileSlice.Sent(connection, context, count, told));
        return true;
    }

    /** Whether something was put into the pipeline which has to see what is written. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isFiltered() {
        return context.pipeline().firstContext() != context;
    }

    /** Sends; whether the socket has no room for the rest. */
    private boolean isFull(NativeSend socket) {
        full = false;
        try {
            for (int calls = 0; calls < CALLS && !full && !outgoing.isEmpty(); calls++) {
                ByteBuffer bytes = buffers.filled(outgoing);
                int sent = socket.send(bytes);
                full = sent < bytes.remaining();
                untold += sent;
                outgoing.drop(sent);
            }
        } catch (IOException e) {
            broke(e);
            return false;
        }
        if (!full && !outgoing.isEmpty()) {
            connection.touch(); // in the next turn: others want to send, too
        }
        tell();
        return full;
    }

    private void ask() {
        if (region == null || taken == null) {
            region = new Region();
            taken = new Taken(context);
        }
        asked = true;
        context.writeAndFlush(region, taken);
    }

    private void broke(Throwable cause) {
        connection.failing(cause);
        context.channel().close();
    }

    /** What the socket takes from, in Netty's terms a file. It grows while bytes are added behind those which wait. */
    private final class Region extends AbstractReferenceCounted implements FileRegion {
        private long transferred;

        @Override
        public long transferTo(WritableByteChannel target, long position) throws IOException {
            if (full) {
                full = false;
                return 0;
            }
            ByteBuffer piece = buffers.filled(outgoing);
            int length = piece.remaining();
            int bytes = target.write(piece);
            full = bytes < length;
            if (bytes > 0) {
                transferred += bytes;
                untold += bytes;
                outgoing.drop(bytes);
                if (!outgoing.isEmpty()) { // of the last ones when Netty has let go of the region
                    tell();
                }
            }
            return bytes;
        }

        @Override
        public long transferred() {
            return transferred;
        }

        @Override
        public long count() {
            return transferred + outgoing.length();
        }

        @Override
        public long position() {
            return 0;
        }

        @Override
        @SuppressWarnings("deprecation") // Netty's interface has both names
        public long transfered() {
            return transferred;
        }

        /** There is nothing to release, however often. */
        @Override
        public boolean release() {
            return false;
        }

        @Override
        public boolean release(int decrement) {
            return false;
        }

        @Override
        protected void deallocate() {}

        @Override
        public FileRegion retain() {
            return this;
        }

        @Override
        public FileRegion retain(int increment) {
            return this;
        }

        @Override
        public FileRegion touch() {
            return this;
        }

        @Override
        public FileRegion touch(Object hint) {
            return this;
        }
    }

    private void tell() {
        long bytes = untold;
        untold = 0;
        if (bytes > 0) {
            connection.left(bytes);
        }
    }

    /** Told by Netty each time it has let go of the region, and never done itself: one promise for all writes. */
    private final class Taken extends DefaultChannelPromise {

        Taken(ChannelHandlerContext context) {
            super(context.channel(), context.executor());
        }

        @Override
        @SuppressWarnings("VoidUsed") // it is Netty's
        public boolean trySuccess(@Nullable Void result) {
            asked = false;
            tell();
            return true;
        }

        @Override
        public boolean tryFailure(Throwable cause) {
            asked = false;
            broke(cause);
            return true;
        }
    }
}
