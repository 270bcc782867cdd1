package io.jtwisted.net;

/** A boolean as a word of an endpoint string: {@code on} or {@code off}. */
enum Switch {
    ON,
    OFF;

    static Switch of(boolean on) {
        return on ? ON : OFF;
    }
}
