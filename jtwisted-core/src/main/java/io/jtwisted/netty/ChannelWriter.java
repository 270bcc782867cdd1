package io.jtwisted.netty;

/** How what a connection has written gets to its channel. Belongs to the loop's thread. */
interface ChannelWriter {

    /** What waits, to be added to. */
    Outgoing outgoing();

    /** Has the channel take what it can. What it does not take is settled, and goes on by itself when the channel can. */
    void flush();
}
