package io.jtwisted.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;

/** Linux, by Netty's native epoll. */
final class EpollTransport extends NativeTransport {

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public IoHandlerFactory handlers() {
        return SteadyEpoll.newFactory();
    }

    @Override
    public ServerChannel tcpServer() {
        return new EpollServerSocketChannel();
    }

    @Override
    public Channel tcpClient() {
        return new EpollSocketChannel();
    }

    @Override
    public ServerChannel unixServer() {
        return new EpollServerDomainSocketChannel();
    }

    @Override
    public Channel unixClient() {
        return new EpollDomainSocketChannel();
    }

    @Override
    public SocketWords words() {
        return new SocketWords(
                EpollChannelOption.TCP_KEEPIDLE,
                EpollChannelOption.TCP_KEEPINTVL,
                EpollChannelOption.TCP_KEEPCNT,
                EpollChannelOption.SO_REUSEPORT);
    }
}
