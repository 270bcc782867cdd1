package io.jtwisted.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.SocketAddress;

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

    /** What it calls the options of a TCP socket which not every transport knows. */
    SocketWords words() throws IOException;
}
