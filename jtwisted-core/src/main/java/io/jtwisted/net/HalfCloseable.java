package io.jtwisted.net;

/**
 * A {@link Protocol} that goes on when one direction has ended. The connection ends when both have. Twisted:
 * {@code IHalfCloseableProtocol}.
 */
public interface HalfCloseable {

    /** The peer sends no more; this side may still write. */
    void readConnectionLost() throws Exception;

    /** {@link Transport#loseWriteConnection()} has sent everything; the peer may still send. */
    default void writeConnectionLost() throws Exception {}
}
