package io.jtwisted.net;

/** For makers of transports: a part of a file that a {@link ChannelHalf} sends by itself, and what is told of it. */
public interface FileTransfer {

    /** This many bytes more have left. */
    void left(long bytes);

    /**
     * The rest could not be sent. True if that is the fault of the file, which has closed the connection then; otherwise it
     * is the fault of the network.
     */
    boolean broke();
}
