package io.jtwisted.net;

/**
 * A source of bytes that writes them to a transport until the transport asks it to pause. It is registered by
 * {@link Transport#registerProducer}. Its methods are called on the reactor. Twisted: {@code IPushProducer}.
 */
public interface ByteProducer {

    /** Too many bytes are unsent: write no more until {@link #resumeProducing()}. */
    void pauseProducing() throws Exception;

    /** Enough bytes have been sent: write again. */
    void resumeProducing() throws Exception;

    /** The connection takes no more bytes, ever: stop for good. */
    void stopProducing() throws Exception;
}
