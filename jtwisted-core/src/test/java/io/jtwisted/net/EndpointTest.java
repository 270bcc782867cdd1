package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointTest {
    private static final Path CERT = Path.of("/etc/chat.pem");
    private static final Path KEY = Path.of("/etc/chat.key");
    private static final Path TRUST = Path.of("/etc/ca.pem");

    static Stream<Arguments> servers() {
        ServerEndpoint.Tcp tls = ServerEndpoint.tcp(443);
        TlsKeys trustingPem = new TlsKeys.Pem(CERT, CERT, TRUST);
        return Stream.of(
                arguments("tcp:8080", ServerEndpoint.tcp(8080)),
                arguments("tcp:0", ServerEndpoint.tcp(0)),
                arguments("tcp:80:interface=127.0.0.1", ServerEndpoint.tcp(80).on("127.0.0.1")),
                arguments("tcp:80:interface=\\:\\:1", ServerEndpoint.tcp(80).on("::1")),
                arguments("tcp:80:backlog=5", ServerEndpoint.tcp(80).backlog(5)),
                arguments(
                        "tcp:80:connections=7:silence=0.5:read-silence=20:unsent=8589934592",
                        ServerEndpoint.tcp(80)
                                .limits(Limits.server()
                                        .connections(7)
                                        .silence(Duration.ofMillis(500))
                                        .readSilence(Duration.ofSeconds(20))
                                        .unsent(1L << 33))),
                arguments(
                        "tcp:80:per-address=3:when-full=pause:age=3600:write-timeout=30",
                        ServerEndpoint.tcp(80)
                                .limits(Limits.server()
                                        .connectionsPerAddress(3)
                                        .whenFull(Limits.WhenFull.PAUSE)
                                        .age(Duration.ofHours(1))
                                        .writeTimeout(Duration.ofSeconds(30)))),
                arguments(
                        "tcp:80:unsent=1000:high-water=500:low-water=100",
                        ServerEndpoint.tcp(80).limits(Limits.server().buffers(100, 500, 1000))),
                arguments(
                        "tcp:80:unsent=1000",
                        ServerEndpoint.tcp(80).limits(Limits.server().unsent(1000))),
                arguments(
                        "tcp:80:high-water=7",
                        ServerEndpoint.tcp(80).limits(Limits.server().highWater(7))),
                arguments(
                        "tcp:80:nodelay=off:keepalive=off:reuseport=on",
                        ServerEndpoint.tcp(80)
                                .socket(SocketOptions.usual()
                                        .noDelay(false)
                                        .keepAlive(false)
                                        .reusePort(true))),
                arguments(
                        "tcp:80:keepalive-idle=60:keepalive-interval=10:keepalive-count=5:name=web",
                        ServerEndpoint.tcp(80)
                                .socket(SocketOptions.usual()
                                        .keepAlive(Duration.ofMinutes(1), Duration.ofSeconds(10), 5))
                                .name("web")),
                arguments("tls:443:bundle=chat", tls.tls(Tls.bundle("chat"))),
                arguments(
                        "tls:443:interface=\\:\\:1:bundle=a\\=b", tls.on("::1").tls(Tls.bundle("a=b"))),
                arguments("tls:443:cert=/etc/chat.pem", tls.tls(Tls.pem(CERT, CERT))),
                arguments("tls:443:cert=/etc/chat.pem:key=/etc/chat.key", tls.tls(Tls.pem(CERT, KEY))),
                arguments(
                        "tls:443:cert=/etc/chat.pem:trust=/etc/ca.pem:client-auth=need",
                        tls.tls(Tls.of(trustingPem).clientAuth(Tls.ClientAuth.NEED))),
                arguments(
                        "tls:443:bundle=x:alpn=h2,http/1.1:alpn-required=on:handshake-timeout=2.25",
                        tls.tls(Tls.bundle("x")
                                .alpn("h2", "http/1.1")
                                .alpnRequired(true)
                                .handshakeTimeout(Duration.ofMillis(2250)))),
                arguments("unix:/run/app.sock", ServerEndpoint.unix("/run/app.sock")),
                arguments(
                        "unix:/run/app.sock:per-address=2:name=app",
                        ServerEndpoint.unix("/run/app.sock")
                                .limits(Limits.server().connectionsPerAddress(2))
                                .name("app")),
                arguments(
                        "unix:/run/app.sock:mode=660:backlog=3:silence=0",
                        ServerEndpoint.unix("/run/app.sock")
                                .mode(0660)
                                .backlog(3)
                                .limits(Limits.server().silence(Duration.ZERO))));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aServerIsReadAndWritten(String text, ServerEndpoint endpoint) {
        ServerEndpoint read = ServerEndpoint.parse(text);

        assertThat(read).isEqualTo(endpoint);
        assertThat(endpoint).hasToString(text);
    }

    static Stream<Arguments> clients() {
        ClientEndpoint.Tcp tls = ClientEndpoint.tcp("example.org", 443);
        return Stream.of(
                arguments("tcp:localhost:80", ClientEndpoint.tcp("localhost", 80)),
                arguments("tcp:\\:\\:1:80", ClientEndpoint.tcp("::1", 80)),
                arguments(
                        "tcp:a:80:timeout=0.000000001",
                        ClientEndpoint.tcp("a", 80).timeout(Duration.ofNanos(1))),
                arguments(
                        "tcp:a:80:silence=60:unsent=0",
                        ClientEndpoint.tcp("a", 80)
                                .limits(Limits.client()
                                        .silence(Duration.ofMinutes(1))
                                        .unsent(0))),
                arguments("tls:example.org:443", tls.tls(Tls.client())),
                arguments("tls:example.org:443:bundle=chat", tls.tls(Tls.bundle("chat"))),
                arguments("tls:example.org:443:trust=/etc/ca.pem", tls.tls(Tls.trusting(TRUST))),
                arguments(
                        "tls:example.org:443:cert=/etc/chat.pem:key=/etc/chat.key:trust=/etc/ca.pem",
                        tls.tls(Tls.of(new TlsKeys.Pem(CERT, KEY, TRUST)))),
                arguments(
                        "tls:example.org:443:timeout=1:server-name=example.com:alpn=h2:handshake-timeout=3:unsent=9",
                        tls.timeout(Duration.ofSeconds(1))
                                .tls(Tls.client()
                                        .serverName("example.com")
                                        .alpn("h2")
                                        .handshakeTimeout(Duration.ofSeconds(3)))
                                .limits(Limits.client().unsent(9))),
                arguments("unix:/x", ClientEndpoint.unix("/x")),
                arguments(
                        "unix:/x:timeout=5:unsent=1",
                        ClientEndpoint.unix("/x")
                                .timeout(Duration.ofSeconds(5))
                                .limits(Limits.client().unsent(1))));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aClientIsReadAndWritten(String text, ClientEndpoint endpoint) {
        ClientEndpoint read = ClientEndpoint.parse(text);

        assertThat(read).isEqualTo(endpoint);
        assertThat(endpoint).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp:port=8080, tcp:8080",
        "tcp:backlog=5:80, tcp:80:backlog=5",
        "tcp:0080:backlog=1024:silence=600.0, tcp:80:silence=600",
        "tls:443:cert=a=b, tls:443:cert=a\\=b",
        "tls:443:key=/k:cert=/k, tls:443:cert=/k",
        "unix:path=/x:mode=0660, unix:/x:mode=660",
        "unix:mode=000:/x, unix:/x:mode=0",
    })
    void aServerMayBeWrittenInOtherWays(String text, String usual) {
        ServerEndpoint read = ServerEndpoint.parse(text);

        assertThat(read).hasToString(usual);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp:host=localhost:port=80, tcp:localhost:80",
        "tcp:host=localhost:80, tcp:localhost:80",
        "tcp:port=80:localhost, tcp:localhost:80",
        "tcp:localhost:80:timeout=030.50, tcp:localhost:80:timeout=30.5",
        "unix:path=/x, unix:/x",
    })
    void aClientMayBeWrittenInOtherWays(String text, String usual) {
        ClientEndpoint read = ClientEndpoint.parse(text);

        assertThat(read).hasToString(usual);
    }

    @Test
    void whatAStringCannotSayIsShownButNotRead() {
        ServerEndpoint platform = ServerEndpoint.tcp(443).tls(Tls.client());
        ServerEndpoint trusting = ServerEndpoint.tcp(443).tls(Tls.trusting(TRUST));
        ClientEndpoint managers =
                ClientEndpoint.tcp("a", 443).tls(Tls.of(new TlsKeys.Managers(null, null, List.of(), List.of())));

        assertThat(List.of(platform, trusting)).extracting(Object::toString).containsOnly("tls:443:keys=(given)");
        assertThat(managers).hasToString("tls:a:443:keys=(given)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientEndpoint.parse(managers.toString()))
                .withMessageContaining("unknown option 'keys'");
    }

    @Test
    void otherNamesOfAServerAreNotPartOfTheString() {
        Tls tls = Tls.bundle("a").serverName("b.example.org", new TlsKeys.Bundle("b"));

        String text = ServerEndpoint.tcp(443).tls(tls).toString();

        assertThat(text).isEqualTo("tls:443:bundle=a");
    }

    @Test
    void aParserOfAThirdPartyIsFound() {
        ClientEndpoint read = ClientEndpoint.parse("test-echo:ho:times=3");

        assertThat(read).isEqualTo(ClientEndpoint.unix("hohoho"));
    }

    @Test
    void aSecondParserForAPrefixIsAnError() {
        EndpointParser second = () -> "tcp";

        assertThatIllegalStateException()
                .isThrownBy(() -> new EndpointParsers(List.of(second)))
                .withMessageStartingWith("two parsers for endpoint 'tcp': io.jtwisted.net.TcpParser and ")
                .withMessageEndingWith("; take one of them off the class path");
    }

    @Test
    void quotingTakesTheMeaningAway() {
        String quoted = EndpointText.quote("C:\\a=b");

        assertThat(quoted).isEqualTo("C\\:\\\\a\\=b");
        assertThat(ServerEndpoint.parse("unix:" + quoted)).isEqualTo(ServerEndpoint.unix("C:\\a=b"));
    }
}
