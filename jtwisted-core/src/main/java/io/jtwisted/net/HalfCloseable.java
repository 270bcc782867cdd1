package io.jtwisted.net;

/**
 * A {@link Protocol} which goes on when one direction has ended. The connection ends when both have. Twisted:
 * {@code IHalfCloseableProtocol}.
 */
public interface HalfCloseable {

    /** The peer will send no more; it may still be written to. */
    void readConnectionLost() throws Exception;

    /** {@link Transport#loseWriteConnection()} has sent all; the peer may still send. */
    default void writeConnectionLost() throws Exception {}
}
