package io.jtwisted.testing;

import io.jtwisted.bytes.Bytes;
import java.nio.charset.StandardCharsets;

/** What a handshake says, between the bytes of a lane; to a side that does not speak TLS these are bytes like others. */
enum Signal {
    /** Of the client, and then of the server (RFC 8446, section 4.1). */
    HELLO("\u0016\u0003\u0001\0\u0004\u0001\0\0\0"),
    /** The client has verified the server. */
    FINISHED("\u0017\u0003\u0003\0\0"),
    /** The handshake has failed (RFC 8446, section 6.2: handshake_failure). */
    ALERT("\u0015\u0003\u0003\0\u0002\u0002\u0028");

    private final Bytes record;

    Signal(String record) {
        this.record = Bytes.of(record, StandardCharsets.ISO_8859_1);
    }

    /** As it looks in the clear. */
    Bytes record() {
        return record;
    }
}
