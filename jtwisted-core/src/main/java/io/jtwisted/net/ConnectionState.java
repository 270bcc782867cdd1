package io.jtwisted.net;

/** Where a connection is in its life. */
enum ConnectionState {
    /** Both directions are open. */
    OPEN,
    /** The peer has sent its end; we may still write. */
    READ_ENDED,
    /** We send our end when all is sent; the peer may still write. */
    WRITE_ENDING,
    /** We have sent our end; the peer may still write. */
    WRITE_ENDED,
    /** Sends what is left, then closes. */
    CLOSING,
    /** Is closed, or about to be; the protocol has not heard of it. */
    CLOSED,
    /** The protocol has heard of it. */
    LOST;

    boolean writes() {
        return this == OPEN || this == READ_ENDED || this == CLOSING;
    }

    boolean reads() {
        return this == OPEN || this == WRITE_ENDING || this == WRITE_ENDED;
    }

    boolean talks() {
        return !over() && this != CLOSING;
    }

    boolean over() {
        return this == CLOSED || this == LOST;
    }
}
