package io.jtwisted.netty;

import io.jtwisted.net.Address;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Tls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a channel is being opened: it was accepted, or this side connects. */
interface Opening {

    Limits limits();

    SocketSettings settings();

    /** Where it is counted, on this reactor. */
    Ledger ledger(NettyReactor home);

    /** Whether this channel is no longer wanted. For any thread. */
    boolean isOver();

    /** The handler that begins TLS in the middle of the talk, on this side of it. */
    ChannelHandler upgrade(Channel channel, Tls tls) throws SSLException;

    /** The protocol for the channel; null closes it. */
    @Nullable
    Protocol protocol(Address peer) throws Exception;

    /** The protocol is connected; {@code thrown} is what its connectionMade threw, if anything. */
    void opened(@Nullable Throwable thrown);

    /** Nothing came of this channel. */
    void failed(Channel channel, Throwable cause);
}
