package io.jtwisted.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Lets the socket take what waits, piece by piece through the loop's buffer. Netty asks a {@link FileRegion} for bytes
 * whenever the socket has room for some, so nothing waits in Netty's memory; and one region serves for all that a
 * connection ever writes.
 */
final class SocketWriter implements ChannelWriter {
    private final NettyConnection connection;
    private final ChannelHandlerContext context;
    private final LoopBuffers buffers;
    private final Outgoing outgoing;
    private final Region region = new Region();
    private final Taken taken;

    /** Netty has the region. */
    private boolean asked;

    /** What the socket has taken and the connection has not been told of. */
    private long untold;

    SocketWriter(NettyConnection connection, ChannelHandlerContext context, LoopBuffers buffers) {
        this.connection = connection;
        this.context = context;
        this.buffers = buffers;
        this.outgoing = new Outgoing(buffers);
        this.taken = new Taken(context);
    }

    @Override
    public Outgoing outgoing() {
        return outgoing;
    }

    @Override
    public void flush() {
        if (!asked && !outgoing.isEmpty()) {
            asked = true;
            context.writeAndFlush(region, taken);
        }
        if (!outgoing.isEmpty()) {
            outgoing.settle();
        }
    }

    /** What the socket takes from, in Netty's terms a file. It grows while bytes are added behind those which wait. */
    private final class Region extends AbstractReferenceCounted implements FileRegion {
        private long transferred;

        @Override
        public long transferTo(WritableByteChannel target, long position) throws IOException {
            int bytes = target.write(buffers.filled(outgoing));
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
            connection.failing(cause);
            context.channel().close();
            return true;
        }
    }
}
