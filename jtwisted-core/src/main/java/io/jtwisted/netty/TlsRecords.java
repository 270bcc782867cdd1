package io.jtwisted.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Arrays;

/**
 * Before the TLS handler: hands it whole records only (RFC 8446, section 5.1), and keeps the beginning of the next one in
 * memory of its own size. The TLS handler would keep the loop's read buffer of 64 KiB for a few bytes of a record, for as
 * long as the peer is silent.
 */
final class TlsRecords extends ChannelInboundHandlerAdapter {
    private static final int HEADER = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int APPLICATION_DATA = 23;
    private static final int HEARTBEAT = 24;
    private static final int MAJOR_VERSION = 3;

    /** The longest record of TLS 1.2 (RFC 5246, section 6.2.3), without its header. */
    private static final int LONGEST = 16_384 + 2_048;

    private static final byte[] NOTHING = new byte[0];

    private byte[] kept = NOTHING;
    private int length;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf arrived = (ByteBuf) message;
        try {
            while (length > 0 && arrived.isReadable()) {
                complete(context, arrived);
            }
            if (arrived.isReadable()) {
                forward(context, arrived);
            }
        } finally {
            arrived.release();
        }
    }

    /** Adds to the record which has begun, first to its header, then to the rest. */
    private void complete(ChannelHandlerContext context, ByteBuf arrived) {
        int wanted = length < HEADER ? HEADER : HEADER + Math.max(0, lengthOf(Unpooled.wrappedBuffer(kept), 0));
        int count = Math.min(wanted - length, arrived.readableBytes());
        if (length + count > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(wanted, 2 * (length + count)));
        }
        arrived.readBytes(kept, length, count);
        length += count;
        if (length >= HEADER && isWhole()) {
            ByteBuf record = Unpooled.wrappedBuffer(kept, 0, length);
            kept = NOTHING;
            length = 0;
            context.fireChannelRead(record);
        }
    }

    /** Also true of what is no record: the TLS handler says so to the peer. */
    private boolean isWhole() {
        int rest = lengthOf(Unpooled.wrappedBuffer(kept), 0);
        return rest < 0 || length == HEADER + rest;
    }

    private void forward(ChannelHandlerContext context, ByteBuf arrived) {
        int start = arrived.readerIndex();
        int end = start;
        boolean copied = arrived.getUnsignedByte(start) != APPLICATION_DATA;
        while (arrived.writerIndex() - end >= HEADER) {
            int rest = lengthOf(arrived, end);
            if (rest < 0) {
                copied = true; // no TLS: what is kept of it is not known
                end = arrived.writerIndex();
            } else if (arrived.writerIndex() - end - HEADER < rest) {
                break;
            } else {
                end += HEADER + rest;
            }
        }
        keep(arrived, end);
        if (end > start) {
            context.fireChannelRead(copied ? copyOf(arrived, start, end) : arrived.retainedSlice(start, end - start));
        }
    }

    private void keep(ByteBuf arrived, int from) {
        length = arrived.writerIndex() - from;
        kept = length == 0 ? NOTHING : new byte[length];
        arrived.getBytes(from, kept);
    }

    /** A handshake may be kept for long, until the rest of a message arrives. */
    private static ByteBuf copyOf(ByteBuf arrived, int start, int end) {
        byte[] copy = new byte[end - start];
        arrived.getBytes(start, copy);
        return Unpooled.wrappedBuffer(copy);
    }

    /** How long the record is which begins here, without its header; negative if it is none. */
    private static int lengthOf(ByteBuf bytes, int at) {
        int type = bytes.getUnsignedByte(at);
        int rest = bytes.getUnsignedShort(at + HEADER - 2);
        boolean known = type >= CHANGE_CIPHER_SPEC && type <= HEARTBEAT;
        return known && bytes.getUnsignedByte(at + 1) == MAJOR_VERSION && rest <= LONGEST ? rest : -1;
    }
}
