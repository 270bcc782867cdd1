package io.jtwisted.netty;

import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCounted;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Stands between {@link TlsRecords} and the TLS handler, and looks at the headers of the records before they are decrypted
 * (RFC 5246, section 6.2.1). They show what the JDK's engine cannot be told, or tells too late:
 *
 * <ul>
 *   <li>Up to TLS 1.2 a handshake record after the handshake begins a renegotiation. It is refused before it costs a
 *       signature. The JDK could refuse it too, but only by a system property, for the whole JVM.
 *   <li>Up to TLS 1.2 an alert is as a rule the peer's end. The engine takes nothing more to send after it, so what was
 *       written so far has to leave before the engine sees the alert.
 *   <li>Records that bring no data make work for the loop, and in TLS 1.3 ask for an answer (KeyUpdate; RFC 8446, section
 *       4.6.3). A peer may send a few.
 * </ul>
 */
final class TlsGuard extends ChannelInboundHandlerAdapter {
    private static final int HEADER = 5;
    private static final int LENGTH_AT = 3;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;

    /** As many records are decrypted before it is counted again what they brought. */
    private static final int TOGETHER = 64;

    /** As many more than those with data may come without. */
    private static final int WITHOUT_DATA = 128;

    private final Tls tls;
    private final ChannelHandler handler;

    /** How many records are in what is handed over next. */
    private int begun;

    private int withoutData;
    private boolean knowsTypes;
    private boolean refused;

    /** Null until the handshake is over. */
    private @Nullable Reader reader;

    /** Gets what is in the records. */
    interface Reader {

        /** The peer's end may come next: sends what was written so far. */
        void beforeAlert();

        /** Asked after a few records: what is wrong with what they did; null for nothing. */
        @Nullable
        ProtocolException objection();
    }

    /** @param handler is what decrypts, or finds out which handler is to do it; it is put behind this one */
    TlsGuard(Tls tls, ChannelHandler handler) {
        this.tls = tls;
        this.handler = handler;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.pipeline().addAfter(context.name(), null, handler);
    }

    Tls tls() {
        return tls;
    }

    /** Whether this session lacks an application protocol which it needs. */
    boolean lacksAlpn(TlsSession session) {
        return tls.alpnRequired() && !tls.alpn().isEmpty() && session.alpn() == null;
    }

    /** The handshake is over. */
    void opened(ChannelHandlerContext bridge, SSLEngine engine, TlsSession session, Reader told) {
        if (engine instanceof ReferenceCounted) { // OpenSSL's hands over several records at once, and counts itself
            bridge.pipeline().remove(this);
            return;
        }
        knowsTypes = !session.protocol().equals("TLSv1.3");
        reader = told;
    }

    /** A record brought data. */
    void brought() {
        withoutData = Math.max(0, withoutData - 2);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        for (int at = buffer.readerIndex(); at < buffer.writerIndex() && !refused; at = next(buffer, at)) {
            begins(context, buffer, at);
        }
        if (refused) {
            buffer.release();
        } else {
            pass(context, buffer);
        }
    }

    private void begins(ChannelHandlerContext context, ByteBuf buffer, int at) {
        int type = buffer.getUnsignedByte(at);
        if ((type == HANDSHAKE || type == ALERT || begun == TOGETHER) && at > buffer.readerIndex()) {
            pass(context, buffer.readRetainedSlice(at - buffer.readerIndex()));
        }
        begun++;
        if (reader == null || refused) {
            return;
        }
        withoutData++;
        if (withoutData > WITHOUT_DATA) {
            refuse(context, new ProtocolException("more than " + WITHOUT_DATA + " TLS records without data"));
        } else if (knowsTypes && type == HANDSHAKE) {
            refuse(context, new ProtocolException("the peer began a TLS renegotiation, which is refused"));
        } else if (knowsTypes && type == ALERT) {
            reader.beforeAlert();
        }
    }

    private void pass(ChannelHandlerContext context, ByteBuf records) {
        begun = 0;
        context.fireChannelRead(records);
        ProtocolException objection = reader == null ? null : reader.objection();
        if (objection != null) {
            refuse(context, objection);
        }
    }

    private void refuse(ChannelHandlerContext context, ProtocolException why) {
        refused = true;
        context.fireExceptionCaught(why);
    }

    /** Where the next record begins. What is no record goes to the end: the TLS handler refuses it. */
    private static int next(ByteBuf buffer, int at) {
        int end = buffer.writerIndex();
        return end - at < HEADER ? end : Math.min(end, at + HEADER + buffer.getUnsignedShort(at + LENGTH_AT));
    }
}
