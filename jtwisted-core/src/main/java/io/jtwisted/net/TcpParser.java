package io.jtwisted.net;

import java.util.Optional;

/** {@code tcp:}, and {@code tls:} which is the same with TLS. */
final class TcpParser implements EndpointParser {
    private static final String TCP = "tcp";
    private static final String TLS = "tls";

    private final boolean secure;

    TcpParser(boolean secure) {
        this.secure = secure;
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
                .limits(LimitsText.server(text))
                .socket(SocketOptionsText.read(text))
                .name(text.option("name").orElse(""));
        return secure ? tcp.tls(TlsText.server(text)) : tcp;
    }

    @Override
    public ClientEndpoint client(EndpointText text) {
        String example = secure ? "tls:example.org:443" : "tcp:localhost:8080";
        ClientEndpoint.Tcp tcp = ClientEndpoint.tcp(host(text, text.value("host", example)), text.port(example))
                .timeout(text.duration("timeout", ClientEndpoint.TIMEOUT))
                .limits(LimitsText.client(text));
        return secure ? tcp.tls(TlsText.client(text)) : tcp;
    }

    static String write(ServerEndpoint.Tcp tcp) {
        EndpointWriter writer = new EndpointWriter(tcp.tls() == null ? TCP : TLS)
                .value(tcp.port())
                .option("interface", tcp.host(), "")
                .option("backlog", tcp.backlog(), ServerEndpoint.Tcp.BACKLOG);
        Optional.ofNullable(tcp.tls()).ifPresent(tls -> TlsText.server(writer, tls));
        LimitsText.server(writer, tcp.limits());
        SocketOptionsText.write(writer, tcp.socket());
        writer.option("name", tcp.name(), "");
        return writer.toString();
    }

    static String write(ClientEndpoint.Tcp tcp) {
        EndpointWriter writer = new EndpointWriter(tcp.tls() == null ? TCP : TLS)
                .value(tcp.host())
                .value(tcp.port())
                .duration("timeout", tcp.timeout(), ClientEndpoint.TIMEOUT);
        Optional.ofNullable(tcp.tls()).ifPresent(tls -> TlsText.client(writer, tls));
        LimitsText.client(writer, tcp.limits());
        return writer.toString();
    }

    private static String host(EndpointText text, String host) {
        if (host.startsWith("[")) {
            throw text.wrong("an IPv6 address has no brackets here, and a backslash before each colon: \\:\\:1");
        }
        return host;
    }
}
