package io.jtwisted.testing;

import io.jtwisted.bytes.Bytes;

/** What a handshake says, between the bytes of a lane; to a side that does not speak TLS these are bytes like others. */
enum Signal {
    /** Of the client, and then of the server (RFC 8446, section 4.1). */
    HELLO,
    /** The client has verified the server. */
    FINISHED,
    /** The handshake has failed (RFC 8446, section 6.2: handshake_failure). */
    ALERT;

    /** As it looks in the clear. */
    Bytes record() {
        return switch (this) {
            case HELLO -> record(0x16, 3, 1, 0, 4, 1, 0, 0, 0);
            case FINISHED -> record(0x17, 3, 3, 0, 0);
            case ALERT -> record(0x15, 3, 3, 0, 2, 2, 0x28);
        };
    }

    private static Bytes record(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return Bytes.wrap(bytes);
    }
}
