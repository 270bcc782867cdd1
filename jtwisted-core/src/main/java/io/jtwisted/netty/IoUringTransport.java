package io.jtwisted.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import org.jspecify.annotations.Nullable;

/** Linux, by io_uring. Used only where it is chosen by name. */
final class IoUringTransport extends NativeTransport {

    @Override
    public String name() {
        return "io-uring";
    }

    @Override
    public IoHandlerFactory handlers() {
        return IoUringIoHandler.newFactory();
    }

    @Override
    public ServerChannel tcpServer() {
        return new IoUringServerSocketChannel();
    }

    @Override
    public Channel tcpClient() {
        return new IoUringSocketChannel();
    }

    @Override
    public ServerChannel unixServer() {
        return new IoUringServerDomainSocketChannel();
    }

    @Override
    public Channel unixClient() {
        return new IoUringDomainSocketChannel();
    }

    /** It hands the kernel memory which must not change until the kernel has sent it. */
    @Override
    public boolean pullsWrites() {
        return false;
    }

    @Override
    public @Nullable NativeSend nativeSend(Channel channel) {
        return null;
    }

    /** Netty's goes on with accepts that are under way, and after a pause it may accept no more. */
    @Override
    public boolean pausesAccepting() {
        return false;
    }

    @Override
    public boolean closesUnixAtEnd() {
        return true;
    }

    @Override
    public SocketWords words() {
        return new SocketWords(
                IoUringChannelOption.TCP_KEEPIDLE,
                IoUringChannelOption.TCP_KEEPINTVL,
                IoUringChannelOption.TCP_KEEPCNT,
                IoUringChannelOption.SO_REUSEPORT);
    }
}
