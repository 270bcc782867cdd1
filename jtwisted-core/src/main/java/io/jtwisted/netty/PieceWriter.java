package io.jtwisted.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultChannelProgressivePromise;
import io.netty.handler.ssl.SslClosedEngineException;
import org.jspecify.annotations.Nullable;

/**
 * Hands Netty what waits in pieces of one TLS record, a few at a time: for TLS, and for transports which do not take from
 * a {@link SocketWriter}. So what waits behind them is not encrypted, and not in Netty's memory, before the peer reads.
 */
final class PieceWriter implements ChannelWriter {
    /**
     * What surely fits into one TLS record with all that the JDK adds. With Netty's 16,384 a few bytes are always left
     * over, and Netty then tells of nothing until all has been sent.
     */
    static final int RECORD = 16_000;

    /** So many bytes are handed over at a time. */
    private static final int WINDOW = 4 * RECORD;

    /** And so many pieces, however short: each takes a header of its own in Netty's memory. */
    private static final int PIECES = 8;

    private final NettyConnection connection;
    private final ChannelHandlerContext context;
    private final LoopBuffers buffers;
    private final Outgoing outgoing;

    /** Bytes which Netty has, */
    private int handedOver;

    /** and in how many pieces. */
    private int pieces;

    private boolean flushing;
    private boolean open;

    /** @param open whether pieces may be handed over now, or only when {@link #open()} says so */
    PieceWriter(NettyConnection connection, ChannelHandlerContext context, LoopBuffers buffers, boolean open) {
        this.connection = connection;
        this.context = context;
        this.buffers = buffers;
        this.outgoing = new Outgoing(buffers);
        this.open = open;
    }

    /** The handshake is over. */
    void open() {
        open = true;
        flush();
    }

    @Override
    public Outgoing outgoing() {
        return outgoing;
    }

    @Override
    public void flush() {
        if (flushing) { // Netty tells of what has left while it sends
            return;
        }
        flushing = true;
        try {
            if (mayHand()) {
                while (mayHand()) {
                    hand((int) Math.min(RECORD, outgoing.length()));
                }
                context.flush();
            }
            outgoing.settle();
        } finally {
            flushing = false;
        }
        if (mayHand()) {
            connection.touch(); // in the next turn: others want to send, too
        }
    }

    private boolean mayHand() {
        return open && handedOver < WINDOW && pieces < PIECES && !outgoing.isEmpty();
    }

    private void hand(int bytes) {
        ByteBuf piece = connection.secure()
                ? buffers.allocator().heapBuffer(bytes, bytes)
                : buffers.allocator().directBuffer(bytes, bytes);
        outgoing.copyTo(piece.internalNioBuffer(0, bytes));
        piece.writerIndex(bytes);
        outgoing.drop(bytes);
        handedOver += bytes;
        pieces++;
        buffers.unsent().add(bytes);
        context.write(piece, new Sending(bytes));
    }

    private void left(int bytes) {
        handedOver -= bytes;
        buffers.unsent().add(-bytes);
        connection.left(bytes);
        if (!flushing && mayHand()) {
            connection.touch();
        }
    }

    /** Told by Netty when bytes of a piece have left, in place of a listener: one object less for each piece. */
    private final class Sending extends DefaultChannelProgressivePromise {
        private final int bytes;
        private int gone;

        Sending(int bytes) {
            super(context.channel(), context.executor());
            this.bytes = bytes;
        }

        @Override
        @SuppressWarnings("VoidUsed") // there is no other way to pass it on
        public boolean trySuccess(@Nullable Void result) {
            boolean first = super.trySuccess(result);
            if (first) {
                pieces--;
                left(bytes - gone);
            }
            return first;
        }

        /** A peer that reads slowly is not silent, and makes room for more. */
        @Override
        public boolean tryProgress(long progress, long total) {
            if (progress < bytes) { // the rest is for trySuccess, when Netty is done with the buffer
                int more = (int) progress - gone;
                gone += more;
                left(more);
            }
            return true;
        }

        @Override
        public boolean tryFailure(Throwable cause) {
            boolean first = super.tryFailure(cause);
            if (first) {
                buffers.unsent().add(gone - bytes);
                if (!(cause instanceof SslClosedEngineException)) { // the peer wants no more (RFC 5246, section 7.2.1)
                    connection.failing(cause);
                }
                Channels.closeNow(context.channel()); // a TLS engine refuses, and leaves the channel open
            }
            return first;
        }
    }
}
