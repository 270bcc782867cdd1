package io.jtwisted.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** The JDK's own. */
final class NioTransport implements NetworkTransport {

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public IoHandlerFactory handlers() {
        return NioIoHandler.newFactory();
    }

    @Override
    public ServerChannel tcpServer() {
        return new NioServerSocketChannel();
    }

    @Override
    public Channel tcpClient() {
        return new NioSocketChannel();
    }

    @Override
    public ServerChannel unixServer() {
        return new NioServerDomainSocketChannel();
    }

    @Override
    public Channel unixClient() {
        return new NioDomainSocketChannel();
    }

    @Override
    public SocketAddress unixAddress(String path) {
        return UnixDomainSocketAddress.of(path);
    }
}
