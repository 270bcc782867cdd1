package io.jtwisted.netty;

import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Netty 4.2 allows half closure on a Unix domain socket of NIO and of io_uring, but forgets to look: it closes the channel
 * at the peer's end, and what was not sent is lost. This hides the end from Netty, and tells the pipeline.
 */
@SuppressWarnings("deprecation") // Netty has no other door to what a read has found
final class UnixEnd implements RecvByteBufAllocator {
    private final RecvByteBufAllocator buffers;
    private final Channel channel;

    UnixEnd(RecvByteBufAllocator buffers, Channel channel) {
        this.buffers = buffers;
        this.channel = channel;
    }

    @Override
    public Handle newHandle() {
        return new Watching(buffers.newHandle());
    }

    private final class Watching extends DelegatingHandle implements ExtendedHandle {
        private boolean ended;
        private boolean told;

        Watching(Handle handle) {
            super(handle);
        }

        @Override
        public void lastBytesRead(int bytes) {
            ended |= bytes < 0;
            super.lastBytesRead(Math.max(bytes, 0));
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return delegate() instanceof ExtendedHandle extended
                    ? extended.continueReading(maybeMore)
                    : continueReading();
        }

        @Override
        public void readComplete() {
            super.readComplete();
            if (ended) {
                channel.config().setAutoRead(false); // a socket at its end is always readable
                if (!told) {
                    told = true;
                    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
                }
            }
        }
    }
}
