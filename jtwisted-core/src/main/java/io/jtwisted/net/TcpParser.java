package io.jtwisted.net;

import org.jspecify.annotations.Nullable;

/** {@code tcp:}, and {@code tls:} which is the same with TLS. */
final class TcpParser implements EndpointParser {
    private static final String TCP = "tcp";
    private static final String TLS = "tls";

    private final boolean secure;

    TcpParser(boolean secure) {
        this.secure = secure;
    }

    /** The prefix of an endpoint with this encryption; null is none. */
    static String kind(@Nullable Tls tls) {
        return tls == null ? TCP : TLS;
    }

    @Override
    public String prefix() {
        return secure ? TLS : TCP;
    }

    @Override
    public ServerEndpoint server(EndpointText text) {
        int port = text.port(secure ? "tls:443:bundle=NAME" : "tcp:8080");
        ServerEndpoint.Tcp tcp = ServerEndpoint.tcp(port)
                .on(text.option("interface").map(host -> host(text, host)).orElse(""))
                .backlog(text.number("backlog", 1, Integer.MAX_VALUE, ServerEndpoint.Tcp.BACKLOG))
                .limits(text.serverLimits())
                .socket(text.socketOptions())
                .name(text.option("name").orElse(""));
        return secure ? tcp.tls(text.serverTls()) : tcp;
    }

    @Override
    public ClientEndpoint client(EndpointText text) {
        String example = secure ? "tls:example.org:443" : "tcp:localhost:8080";
        ClientEndpoint.Tcp tcp = ClientEndpoint.tcp(host(text, text.value("host", example)), text.port(example))
                .timeout(text.duration("timeout", ClientEndpoint.TIMEOUT))
                .limits(text.clientLimits());
        return secure ? tcp.tls(text.clientTls()) : tcp;
    }

    static String write(ServerEndpoint.Tcp tcp) {
        return new EndpointWriter(tcp.kind())
                .value(tcp.port())
                .option("interface", tcp.host(), "")
                .option("backlog", tcp.backlog(), ServerEndpoint.Tcp.BACKLOG)
                .serverTls(tcp.tls())
                .serverLimits(tcp.limits())
                .socketOptions(tcp.socket())
                .option("name", tcp.name(), "")
                .toString();
    }

    static String write(ClientEndpoint.Tcp tcp) {
        return new EndpointWriter(tcp.kind())
                .value(tcp.host())
                .value(tcp.port())
                .duration("timeout", tcp.timeout(), ClientEndpoint.TIMEOUT)
                .clientTls(tcp.tls())
                .clientLimits(tcp.limits())
                .toString();
    }

    private static String host(EndpointText text, String host) {
        if (host.startsWith("[")) {
            throw text.wrong("an IPv6 address has no brackets here, and a backslash before each colon: \\:\\:1");
        }
        return host;
    }
}
