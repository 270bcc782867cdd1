package io.jtwisted.net;

/** {@link SocketOptions} in an endpoint string, both ways. */
final class SocketOptionsText {
    private static final SocketOptions USUAL = SocketOptions.usual();

    private SocketOptionsText() {}

    static SocketOptions read(EndpointText text) {
        SocketOptions options = USUAL.noDelay(text.flag("nodelay", USUAL.noDelay()))
                .keepAlive(text.flag("keepalive", USUAL.keepAlive()))
                .reusePort(text.flag("reuseport", USUAL.reusePort()));
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
        writer.flag("nodelay", options.noDelay(), USUAL.noDelay())
                .flag("keepalive", options.keepAlive(), USUAL.keepAlive())
                .duration("keepalive-idle", options.keepAliveIdle(), USUAL.keepAliveIdle())
                .duration("keepalive-interval", options.keepAliveInterval(), USUAL.keepAliveInterval())
                .option("keepalive-count", options.keepAliveCount(), USUAL.keepAliveCount())
                .flag("reuseport", options.reusePort(), USUAL.reusePort());
    }
}
