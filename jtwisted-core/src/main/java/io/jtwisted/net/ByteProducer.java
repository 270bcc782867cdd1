package io.jtwisted.net;

/**
 * Makes bytes as long as it is not told to wait. Register it with {@link Transport#registerProducer}. Its methods are
 * called on the reactor. Twisted: {@code IPushProducer}.
 */
public interface ByteProducer {

    /** Too much is unsent: write no more for now. */
    void pauseProducing() throws Exception;

    /** Enough has been sent: go on. */
    void resumeProducing() throws Exception;

    /** Nobody wants any more, ever. */
    void stopProducing() throws Exception;
}
