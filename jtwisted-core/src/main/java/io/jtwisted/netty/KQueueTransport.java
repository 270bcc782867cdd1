package io.jtwisted.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.unix.UnixChannelOption;

/** macOS and the BSDs, by Netty's native kqueue. */
final class KQueueTransport extends NativeTransport {

    @Override
    public String name() {
        return "kqueue";
    }

    @Override
    public IoHandlerFactory handlers() {
        return KQueueIoHandler.newFactory();
    }

    @Override
    public ServerChannel tcpServer() {
        return new KQueueServerSocketChannel();
    }

    @Override
    public Channel tcpClient() {
        return new KQueueSocketChannel();
    }

    @Override
    public ServerChannel unixServer() {
        return new KQueueServerDomainSocketChannel();
    }

    @Override
    public Channel unixClient() {
        return new KQueueDomainSocketChannel();
    }

    /** Netty's kqueue knows the keep-alive, but not its times. */
    @Override
    public SocketWords words() {
        return new SocketWords(null, null, null, UnixChannelOption.SO_REUSEPORT);
    }
}
