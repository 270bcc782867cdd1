package io.jtwisted.net;

import java.util.regex.Pattern;

/** {@code unix:}. */
final class UnixParser implements EndpointParser {
    static final String UNIX = "unix";

    private static final String EXAMPLE = "unix:/run/app.sock";
    private static final Pattern MODE = Pattern.compile("0*[0-7]{1,3}");
    private static final int OCTAL = 8;

    @Override
    public String prefix() {
        return UNIX;
    }

    @Override
    public ServerEndpoint server(EndpointText text) {
        return ServerEndpoint.unix(text.value("path", EXAMPLE))
                .mode(text.option("mode").map(given -> mode(text, given)).orElse(ServerEndpoint.Unix.DEFAULT_MODE))
                .backlog(text.number("backlog", 1, Integer.MAX_VALUE, ServerEndpoint.Unix.BACKLOG))
                .limits(text.serverLimits())
                .name(text.option("name").orElse(""));
    }

    @Override
    public ClientEndpoint client(EndpointText text) {
        return ClientEndpoint.unix(text.value("path", EXAMPLE))
                .timeout(text.duration("timeout", ClientEndpoint.TIMEOUT))
                .limits(text.clientLimits());
    }

    static String write(ServerEndpoint.Unix unix) {
        EndpointWriter writer = new EndpointWriter(UNIX).value(unix.path());
        if (unix.mode() != ServerEndpoint.Unix.DEFAULT_MODE) {
            writer.option("mode", Integer.toOctalString(unix.mode()));
        }
        return writer.option("backlog", unix.backlog(), ServerEndpoint.Unix.BACKLOG)
                .serverLimits(unix.limits())
                .option("name", unix.name(), "")
                .toString();
    }

    static String write(ClientEndpoint.Unix unix) {
        return new EndpointWriter(UNIX)
                .value(unix.path())
                .duration("timeout", unix.timeout(), ClientEndpoint.TIMEOUT)
                .clientLimits(unix.limits())
                .toString();
    }

    private static int mode(EndpointText text, String given) {
        if (!MODE.matcher(given).matches()) {
            throw text.expected("an octal number from 0 to 777", "mode", given);
        }
        return Integer.parseInt(given, OCTAL);
    }
}
