package io.jtwisted.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** The JDK's own. */
final class NioTransport implements NetworkTransport {
    private static final AttributeKey<ServerSocketChannel> SOCKET = AttributeKey.valueOf(NioTransport.class, "socket");

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
        try {
            ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            ServerChannel channel = new NioServerDomainSocketChannel(socket);
            channel.attr(SOCKET).set(socket);
            return channel;
        } catch (IOException e) {
            throw new ChannelException("no Unix socket: " + e.getMessage(), e);
        }
    }

    @Override
    public SocketAddress unixServerAddress(String path) {
        return unixAddress(path);
    }

    /** Netty asks the socket for its path when it closes it. One that is closed already has none. */
    @Override
    public void leaveFile(Channel unixServer) throws IOException {
        ServerSocketChannel socket = unixServer.attr(SOCKET).get();
        if (socket != null) {
            socket.close();
        }
    }

    @Override
    public Channel unixClient() {
        return new NioDomainSocketChannel();
    }

    @Override
    public SocketAddress unixAddress(String path) {
        return UnixDomainSocketAddress.of(path);
    }

    @Override
    public boolean pausesAccepting() {
        return true;
    }

    @Override
    public boolean closesUnixAtEnd() {
        return true;
    }

    /** What the JDK can do depends on the system, and only its sockets know it. */
    @Override
    public SocketWords words() throws IOException {
        try (SocketChannel socket = SocketChannel.open();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            return new SocketWords(
                    word(socket, ExtendedSocketOptions.TCP_KEEPIDLE),
                    word(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL),
                    word(socket, ExtendedSocketOptions.TCP_KEEPCOUNT),
                    word(server, StandardSocketOptions.SO_REUSEPORT));
        }
    }

    private static <T> @Nullable ChannelOption<T> word(NetworkChannel socket, SocketOption<T> option) {
        return socket.supportedOptions().contains(option) ? NioChannelOption.of(option) : null;
    }
}
