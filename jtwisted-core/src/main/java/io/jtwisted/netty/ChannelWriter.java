package io.jtwisted.netty;

import io.jtwisted.net.FileTransfer;
import java.nio.channels.FileChannel;

/** How what a connection has written gets to its channel. Belongs to the loop's thread. */
interface ChannelWriter {

    /** What waits, to be added to. */
    Outgoing outgoing();

    /** Has the channel take what it can. What it does not take is settled, and goes on by itself when the channel can. */
    void flush();

    /** Has the channel take this part of a file, while nothing else is to be sent. False if it cannot. */
    default boolean transfer(FileChannel file, long position, int count, FileTransfer told) {
        return false;
    }
}
