package io.jtwisted.netty;

import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.testsupport.Authority;
import io.jtwisted.testsupport.Pki;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** TCP, TLS or Unix domain sockets over a way to the network that Netty has. */
record NettyWay(Kind kind, NettyReactor.Io io) implements Way {
    enum Kind {
        TCP,
        TLS,
        UNIX
    }

    /** The ways to the network that this machine has: NIO, and each native one that loads and may be used. */
    static Stream<NettyReactor.Io> ios() {
        return Stream.of(NettyReactor.Io.NIO, NettyReactor.Io.EPOLL, NettyReactor.Io.KQUEUE, NettyReactor.Io.IO_URING)
                .filter(io -> missing(io).isEmpty());
    }

    /** Those of them that send when they are told to. With io_uring a write leaves when the loop looks at the network. */
    static Stream<NettyReactor.Io> promptIos() {
        return ios().filter(io -> io != NettyReactor.Io.IO_URING);
    }

    /** Why this machine does not have this way to the network; empty if it has it. */
    static Optional<Throwable> missing(NettyReactor.Io io) {
        try {
            Transports.choose(io);
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(e);
        }
    }

    static Stream<Way> all() {
        return Arrays.stream(Kind.values()).flatMap(NettyWay::over);
    }

    static Stream<Way> tcp() {
        return over(Kind.TCP);
    }

    static Stream<Way> tls() {
        return over(Kind.TLS);
    }

    static Stream<Way> internet() {
        return Stream.concat(tcp(), tls());
    }

    /** TCP and TLS, over a way each: for tests which are many. */
    static Stream<Way> ofEachKind() {
        return Stream.of(new NettyWay(Kind.TCP, NettyReactor.Io.EPOLL), new NettyWay(Kind.TLS, NettyReactor.Io.NIO));
    }

    private static Stream<Way> over(Kind kind) {
        return ios().map(io -> new NettyWay(kind, io));
    }

    @Override
    public Reactor reactor() {
        return NettyReactor.builder()
                .io(io)
                .drainTimeout(Duration.ofMillis(100))
                .build();
    }

    @Override
    public ServerEndpoint listening(Path directory, Limits limits) throws Exception {
        ServerEndpoint.Tcp tcp = ServerEndpoint.tcp(0).on("127.0.0.1").limits(limits);
        return switch (kind) {
            case TCP -> tcp;
            case TLS -> tcp.tls(Host.tls(written(directory.resolve("server.pem"), server())));
            case UNIX -> ServerEndpoint.unix(socket(directory)).limits(limits);
        };
    }

    @Override
    public ClientEndpoint connecting(Path directory, Port port) throws Exception {
        return ClientEndpoint.parse(
                switch (kind) {
                    case TCP -> "tcp:127.0.0.1:" + port.number();
                    case TLS ->
                        "tls:127.0.0.1:" + port.number() + ":trust="
                                + written(
                                        directory.resolve("trust.pem"),
                                        Keys.AUTHORITY.itself().getCertificatePEM());
                    case UNIX -> "unix:" + socket(directory);
                });
    }

    private static String socket(Path directory) {
        return directory.resolve("socket").toString();
    }

    @Override
    public boolean encrypted() {
        return kind == Kind.TLS;
    }

    @Override
    public CloseReason.Kind reset() {
        return kind == Kind.UNIX ? CloseReason.Kind.REMOTE : CloseReason.Kind.ERROR;
    }

    /** With Netty 4.2.17 and io_uring a client may not notice that the peer is gone while it has unsent data. */
    @Override
    public boolean hearsTheEndWhileItWrites() {
        return io != NettyReactor.Io.IO_URING;
    }

    private static String server() {
        return Keys.SERVER.getCertificatePathPEM() + Keys.SERVER.getPrivateKeyPEM();
    }

    private static Path written(Path file, String text) throws IOException {
        return Files.writeString(file, text);
    }

    @Override
    public String toString() {
        return kind + " over " + io;
    }

    /** Made once: this takes a while. */
    private static final class Keys {
        static final Authority AUTHORITY;
        static final X509Bundle SERVER;

        static {
            try {
                AUTHORITY = new Authority("authority");
                SERVER = AUTHORITY.sign(Pki.forLocalhost());
            } catch (Exception e) {
                throw new IllegalStateException("no certificate", e);
            }
        }
    }
}
