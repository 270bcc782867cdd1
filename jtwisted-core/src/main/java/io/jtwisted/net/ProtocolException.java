package io.jtwisted.net;

import java.io.IOException;

/** The peer broke the rules. Not our bug: it closes its connection and is logged in one line at DEBUG. */
public class ProtocolException extends IOException {

    public ProtocolException(String message) {
        super(message);
    }

    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
