package io.jtwisted.net;

/** {@link SocketOptions} in an endpoint string, both ways. */
final class SocketOptionsText {
    private static final SocketOptions USUAL = SocketOptions.usual();

    private SocketOptionsText() {}

    /** As a word: on or off. */
    private enum Switch {
        ON,
        OFF;

        static Switch of(boolean on) {
            return on ? ON : OFF;
        }
    }

    static SocketOptions read(EndpointText text) {
        SocketOptions options = USUAL.noDelay(isOn(text, "nodelay", USUAL.noDelay()))
                .keepAlive(isOn(text, "keepalive", USUAL.keepAlive()))
                .reusePort(isOn(text, "reuseport", USUAL.reusePort()));
        try {
            return options.keepAlive(
                    text.duration("keepalive-idle", USUAL.keepAliveIdle()),
                    text.duration("keepalive-interval", USUAL.keepAliveInterval()),
                    text.number("keepalive-count", 0, Integer.MAX_VALUE, USUAL.keepAliveCount()));
        } catch (IllegalArgumentException e) {
            throw text.wrong(String.valueOf(e.getMessage()));
        }
    }

    static void write(EndpointWriter writer, SocketOptions options) {
        write(writer, "nodelay", options.noDelay(), USUAL.noDelay());
        write(writer, "keepalive", options.keepAlive(), USUAL.keepAlive());
        writer.duration("keepalive-idle", options.keepAliveIdle(), USUAL.keepAliveIdle())
                .duration("keepalive-interval", options.keepAliveInterval(), USUAL.keepAliveInterval())
                .option("keepalive-count", options.keepAliveCount(), USUAL.keepAliveCount());
        write(writer, "reuseport", options.reusePort(), USUAL.reusePort());
    }

    static boolean isOn(EndpointText text, String name, boolean usual) {
        return text.choice(name, Switch.of(usual)) == Switch.ON;
    }

    static void write(EndpointWriter writer, String name, boolean on, boolean usual) {
        writer.option(name, EndpointText.word(Switch.of(on)), EndpointText.word(Switch.of(usual)));
    }
}
