package io.jtwisted.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** One of Netty's ways to the network. A class of its own for each, so that what is not on the class path is not asked. */
interface NetworkTransport {

    String name();

    IoHandlerFactory handlers();

    ServerChannel tcpServer();

    Channel tcpClient();

    ServerChannel unixServer();

    Channel unixClient();

    SocketAddress unixAddress(String path);

    /** Whether its channels take what is written from a {@link SocketWriter}. */
    default boolean pullsWrites() {
        return true;
    }

    /** The way around Netty's queue for this channel; null where there is none. */
    default @Nullable NativeSend nativeSend(Channel channel) {
        return null;
    }

    /** The address to bind a {@link #unixServer} to. */
    SocketAddress unixServerAddress(String path);

    /**
     * Keeps Netty from removing the file of this bound {@link #unixServer}, which is about to be closed: there may be
     * another file at its path by now, and Netty does not look.
     */
    void leaveFile(Channel unixServer) throws IOException;

    /** Whether Netty closes its Unix sockets at the peer's end, though it is told to leave them half open. */
    boolean closesUnixAtEnd();

    /** Whether a listening socket can stop accepting for a while. */
    boolean pausesAccepting();

    /** What it calls the options of a TCP socket which not every transport knows. */
    SocketWords words() throws IOException;
}
