package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.jtwisted.net.Address;
import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.Port;
import io.jtwisted.testsupport.Log;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#ios")
class UnixIT {
    @RegisterExtension
    final Reactors reactors;

    @TempDir
    private Path folder;

    private final NettyReactor reactor;
    private Path path;

    UnixIT(NettyReactor.Io io) {
        reactors = new Reactors(io);
        reactor = reactors.start();
    }

    @BeforeEach
    void choosePath() {
        path = folder.resolve("socket");
    }

    @Test
    void serversAndClientsTalk() {
        Port port = listen();

        Echo echo = reactor.connect("unix:" + path, new Echo()).await();

        assertThat(echo.say("hello").await()).isEqualTo("hello");
        assertThat(port.host()).isEqualTo(new Address.Unix(path.toString()));
        assertThat(echo.transport().peer()).isEqualTo(new Address.Unix(path.toString()));
        assertThatThrownBy(port::number).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theFileIsGoneWhenThePortIsClosed() {
        Port port = listen();
        assertThat(path).exists();

        port.stopListening().await();

        assertThat(path).doesNotExist();
        assertThat(listen()).isNotNull();
    }

    @Test
    void theFileIsGoneWhenTheReactorHasStoppedAndComesBackWithIt() {
        listen();

        reactor.stop().await();
        assertThat(path).doesNotExist();
        reactor.start().await();

        assertThat(listen()).isNotNull();
        assertThat(path).exists();
    }

    @Test
    void aFileThatADeadServerLeftIsReplaced() throws IOException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();

        listen();

        Echo echo = reactor.connect("unix:" + path, new Echo()).await();
        assertThat(echo.say("hello").await()).isEqualTo("hello");
    }

    @Test
    void aServerThatLivesIsLeftAlone() {
        listen();

        assertThatThrownBy(this::listen)
                .isInstanceOf(BindException.class)
                .hasMessage("cannot listen on unix:" + path + ": another socket listens there already");
        assertThat(reactor.connect("unix:" + path, new Echo())
                        .await()
                        .say("hello")
                        .await())
                .isEqualTo("hello");
    }

    @Test
    void theFileOfASuccessorIsLeftAlone() throws IOException {
        Port port = listen();
        Files.delete(path);
        try (ServerSocketChannel successor = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            successor.bind(UnixDomainSocketAddress.of(path));

            port.stopListening().await();

            assertThat(path).exists();
            assertThat(reactor.connect("unix:" + path, new Echo()).await().transport())
                    .isNotNull();
        }
    }

    @Test
    void theFileOfASuccessorIsLeftAloneWhenTheReactorStops() throws IOException {
        listen();
        Files.delete(path);
        try (ServerSocketChannel successor = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            successor.bind(UnixDomainSocketAddress.of(path));

            reactor.stop().await();

            assertThat(path).exists();
        }
    }

    @Test
    void aFileThatWasRemovedMeanwhileIsNoTrouble() throws IOException {
        Port port = listen();
        Files.delete(path);

        try (Log log = Log.of(NettyReactor.class)) {
            port.stopListening().await();

            assertThat(log.messages(Level.WARN)).isEmpty();
        }
    }

    @Test
    void aStaleFileIsRemovedOnlyIfItIsStillTheSame() throws IOException {
        SocketFile seen;
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
            seen = SocketFile.at(path);
            Files.delete(path);
            other.bind(UnixDomainSocketAddress.of(path)); // as another process which starts at the same moment

            boolean removed = seen.remove();

            assertThat(removed).isFalse();
            assertThat(path).exists();
        }
    }

    @Test
    void aFileThatIsNoSocketIsLeftAlone() throws IOException {
        Files.writeString(path, "precious");

        assertThatThrownBy(this::listen)
                .isInstanceOf(BindException.class)
                .hasMessage("cannot listen on unix:" + path + ": there is a file which is not a socket");
        assertThat(path).hasContent("precious");
    }

    @Test
    void aPipeIsNoSocketEither() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(this::listen)
                .isInstanceOf(BindException.class)
                .hasMessageContaining("there is a file which is not a socket");
        assertThat(path).exists();
    }

    @Test
    void theModeIsApplied() throws IOException {
        Port port = reactor.listen("unix:" + path + ":mode=620", Echo::new).await();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw--w----");
        port.stopListening().await();
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> reactor.listen("unix:" + folder.resolve("none/socket"), Echo::new)
                        .await())
                .isInstanceOf(CannotListenException.class)
                .hasMessage("cannot listen on unix:" + folder.resolve("none/socket") + ": there is no directory "
                        + folder.resolve("none"));
    }

    @Test
    void whereNobodyListensAConnectionNamesThePath() {
        assertThatThrownBy(() -> reactor.connect("unix:" + path, new Echo()).await())
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("cannot connect to unix:" + path);
    }

    private Port listen() {
        return reactor.listen("unix:" + path, Echo::new).await();
    }
}
