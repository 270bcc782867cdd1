package io.jtwisted.net;

/**
 * For makers of transports: what arrives on one connection is to go to another one of the same reactor. A
 * {@link ChannelHalf} that can hand its buffers over does so while the passage {@link #isOpen()}, and says how many bytes
 * they had; all else it receives as always.
 */
public interface Passage {

    /** Where all goes. */
    Connection to();

    /** Whether bytes that arrive now may be handed over, so that they are in their place. */
    boolean isOpen();

    /** So many bytes were handed over, and wait there to be sent. */
    void passed(int bytes);
}
