package io.jtwisted.netty;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** A kind of transport over a way to the network: what a test of streams is run over. */
record Way(Kind kind, NettyReactor.Io io) {
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
        return Arrays.stream(Kind.values()).flatMap(Way::over);
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
        return Stream.of(new Way(Kind.TCP, NettyReactor.Io.EPOLL), new Way(Kind.TLS, NettyReactor.Io.NIO));
    }

    private static Stream<Way> over(Kind kind) {
        return ios().map(io -> new Way(kind, io));
    }

    boolean encrypted() {
        return kind == Kind.TLS;
    }

    String listening(Path directory) throws Exception {
        return switch (kind) {
            case TCP -> "tcp:0:interface=127.0.0.1";
            case TLS -> "tls:0:interface=127.0.0.1:cert=" + written(directory.resolve("server.pem"), server());
            case UNIX -> "unix:" + directory.resolve("socket");
        };
    }

    String connecting(Path directory, int port) throws Exception {
        return switch (kind) {
            case TCP -> "tcp:127.0.0.1:" + port;
            case TLS ->
                "tls:127.0.0.1:" + port + ":trust="
                        + written(directory.resolve("trust.pem"), Keys.AUTHORITY.getCertificatePEM());
            case UNIX -> "unix:" + directory.resolve("socket");
        };
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
        static final X509Bundle AUTHORITY = authority();
        static final X509Bundle SERVER = server();

        private static X509Bundle authority() {
            try {
                return new CertificateBuilder()
                        .subject("CN=authority")
                        .setIsCertificateAuthority(true)
                        .buildSelfSigned();
            } catch (Exception e) {
                throw new IllegalStateException("no certificate authority", e);
            }
        }

        private static X509Bundle server() {
            try {
                return new CertificateBuilder()
                        .subject("CN=localhost")
                        .addSanDnsName("localhost")
                        .addSanIpAddress("127.0.0.1")
                        .buildIssuedBy(AUTHORITY);
            } catch (Exception e) {
                throw new IllegalStateException("no certificate", e);
            }
        }
    }
}
