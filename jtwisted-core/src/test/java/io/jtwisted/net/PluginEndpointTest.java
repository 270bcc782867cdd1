package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.jtwisted.defer.Deferred;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Kinds of endpoints which a third party brings: what they can read, write and say of themselves. */
class PluginEndpointTest {
    private final MemoryReactor reactor = new MemoryReactor();

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aServerComesBack(int seed) {
        Random random = new Random(seed);
        LoudParser.Server loud = new LoudParser.Server(
                EndpointRoundTripTest.text(random),
                random.nextInt(10),
                random.nextBoolean(),
                EndpointRoundTripTest.limits(random, Limits.server()),
                random.nextBoolean() ? Tls.bundle(EndpointRoundTripTest.text(random)) : null,
                EndpointRoundTripTest.text(random));

        assertThat(ServerEndpoint.parse(loud.toString())).as("seed %s", seed).isEqualTo(loud);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aClientComesBack(int seed) {
        Random random = new Random(seed);
        LoudParser.Client loud = new LoudParser.Client(
                EndpointRoundTripTest.text(random),
                EndpointRoundTripTest.common(random, Limits.client()),
                random.nextBoolean() ? Tls.bundle(EndpointRoundTripTest.text(random)) : null);

        assertThat(ClientEndpoint.parse(loud.toString())).as("seed %s", seed).isEqualTo(loud);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aWrappedServerComesBack(int seed) {
        Random random = new Random(seed);
        ServerEndpoint wrapped = EndpointRoundTripTest.server(random);
        for (int depth = random.nextInt(3); depth >= 0; depth--) {
            wrapped = new WrapParser.Server(1, wrapped);
        }

        assertThat(ServerEndpoint.parse(wrapped.toString())).as("seed %s", seed).isEqualTo(wrapped);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aWrappedClientComesBack(int seed) {
        ClientEndpoint wrapped = new WrapParser.Client(EndpointRoundTripTest.client(new Random(seed)));

        assertThat(ClientEndpoint.parse(wrapped.toString())).as("seed %s", seed).isEqualTo(wrapped);
    }

    @ParameterizedTest
    @CsvSource({
        "test-wrap:tcp:80, tcp:80",
        "test-wrap:tcp:80:interface=\\:\\:1, tcp:80:interface=\\:\\:1",
        "test-wrap:interface=\\:\\:1:tcp:80, tcp:80:interface=\\:\\:1",
        "test-wrap:unix:a\\=b\\\\c:mode=660, unix:a\\=b\\\\c:mode=660",
        "test-wrap:depth=3:tcp:80, tcp:80",
        "test-wrap:tcp:80:depth=3, tcp:80",
        "test-wrap:test-wrap:tcp:port=80, test-wrap:tcp:80",
    })
    void theRestIsAnEndpointOfItsOwn(String text, String inner) {
        WrapParser.Server read = (WrapParser.Server) ServerEndpoint.parse(text);

        assertThat(read.inner()).hasToString(inner);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "test-wrap | endpoint 'test-wrap' needs another endpoint, for example test-wrap:tcp:8080",
                "test-wrap: | endpoint 'test-wrap:' needs another endpoint, for example test-wrap:tcp:8080",
                "test-wrap:depth=2 | endpoint 'test-wrap:depth=2' needs another endpoint, for example test-wrap:tcp:8080",
                "test-wrap:tcp:x | endpoint 'tcp:x': expected a number from 0 to 65535 as port, not 'x'",
                "test-wrap:tcp:80:bogus=1 | endpoint 'tcp:80:bogus=1': unknown option 'bogus'"
            })
    void theRestSaysWhatIsWrong(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerEndpoint.parse(text))
                .withMessageStartingWith(message);
    }

    @Test
    void whatAKindDoesNotHaveItSays() {
        ServerEndpoint bare = new BareServer();

        assertThat(bare.limits()).isEqualTo(Limits.server());
        assertThat(bare.tls()).isNull();
        assertThat(bare.name()).isEmpty();
        assertThat(bare.place()).isEqualTo(new Address.Named("bare", "here:loud=on"));
        assertThat(bare.sockets(new ServerEndpoint.SocketChange() {})).isSameAs(bare);
    }

    @Test
    void whatAClientDoesNotHaveItSays() {
        ClientEndpoint bare = new BareClient();

        assertThat(bare.limits()).isEqualTo(Limits.client());
        assertThat(bare.tls()).isNull();
        assertThat(bare.timeout()).isEqualTo(ClientEndpoint.TIMEOUT);
        assertThat(bare.place()).hasToString("bare");
    }

    static Stream<UnaryOperator<ServerEndpoint>> withers() {
        return Stream.of(
                bare -> bare.limits(Limits.server()), bare -> bare.tls(Tls.bundle("a")), bare -> bare.name("a"));
    }

    @ParameterizedTest
    @MethodSource("withers")
    void aWitherForWhatThereIsNotNamesTheKind(UnaryOperator<ServerEndpoint> wither) {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> wither.apply(new BareServer()))
                .withMessageMatching("an endpoint of the kind 'bare' has no (limits|TLS|name) to be set");
    }

    static Stream<UnaryOperator<ClientEndpoint>> clientWithers() {
        return Stream.of(
                bare -> bare.limits(Limits.client()),
                bare -> bare.tls(Tls.client()),
                bare -> bare.timeout(Duration.ZERO));
    }

    @ParameterizedTest
    @MethodSource("clientWithers")
    void aWitherOfAClientForWhatThereIsNotNamesTheKind(UnaryOperator<ClientEndpoint> wither) {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> wither.apply(new BareClient()))
                .withMessageMatching("an endpoint of the kind 'bare' has no (limits|TLS|timeout) to be set");
    }

    @Test
    void theKindsOfTheHouseSayWhatTheyAre() {
        assertThat(ServerEndpoint.tcp(80).kind()).isEqualTo("tcp");
        assertThat(ServerEndpoint.tcp(80).tls(Tls.bundle("a")).kind()).isEqualTo("tls");
        assertThat(ServerEndpoint.unix("/x").kind()).isEqualTo("unix");
        assertThat(ClientEndpoint.tcp("a", 80).tls(Tls.client()).kind()).isEqualTo("tls");
        assertThat(ClientEndpoint.unix("/x").kind()).isEqualTo("unix");
        assertThat(ServerEndpoint.tcp(80).place()).isEqualTo(new Address.Inet("0.0.0.0", 80));
        assertThat(ServerEndpoint.tcp(80).on("::1").place()).isEqualTo(new Address.Inet("::1", 80));
        assertThat(ServerEndpoint.unix("/x").place()).isEqualTo(new Address.Unix("/x"));
        assertThat(ClientEndpoint.tcp("a", 80).place()).isEqualTo(new Address.Inet("a", 80));
        assertThat(ClientEndpoint.unix("/x").place()).isEqualTo(new Address.Unix("/x"));
    }

    @Test
    void theSocketInAWrapperIsChanged() {
        ServerEndpoint wrapped = ServerEndpoint.parse("test-wrap:tcp:80");

        ServerEndpoint changed = wrapped.sockets(new ServerEndpoint.SocketChange() {
            @Override
            public ServerEndpoint.Tcp tcp(ServerEndpoint.Tcp given) {
                return given.backlog(5);
            }
        });

        assertThat(changed).hasToString("test-wrap:tcp:80:backlog=5");
    }

    @Test
    void aTestDialsWhereverAKindSaysThatItListens() {
        reactor.listen("test-wrap:tcp:80", Recorder::new).otherwise(failure -> {});

        MemoryPeer peer = reactor.dial("test-wrap:tcp:80");

        assertThat(peer.isDisconnected()).isFalse();
        assertThat(reactor.dial("tcp:80").isDisconnected()).isFalse();
    }

    @Test
    void aTestCannotAnswerWhereNoClientConnects() {
        assertThatIllegalStateException()
                .isThrownBy(() -> reactor.answers(new BareClient()))
                .withMessageStartingWith("no client connects to bare;");
    }

    private record BareServer() implements ServerEndpoint {

        @Override
        public String kind() {
            return "bare";
        }

        @Override
        public Deferred<Port> listen(Reactor reactor, Factory factory) {
            return Deferred.fail(new IllegalStateException("it does not listen"));
        }

        @Override
        public String toString() {
            return "bare:here:loud=on";
        }
    }

    private record BareClient() implements ClientEndpoint {

        @Override
        public String kind() {
            return "bare";
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(Reactor reactor, P protocol) {
            return Deferred.fail(new IllegalStateException("it does not connect"));
        }

        @Override
        public String toString() {
            return "bare";
        }
    }
}
