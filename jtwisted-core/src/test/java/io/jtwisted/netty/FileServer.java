package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A program with little memory, for {@link SendFileMemoryIT}: sends a file over TCP and TLS, and then closes. */
final class FileServer extends Protocol {
    private static final ServerEndpoint.Tcp LOOPBACK = ServerEndpoint.tcp(0).on("127.0.0.1");

    private final Path file;

    private FileServer(Path file) {
        this.file = file;
    }

    @Override
    public void connectionMade() {
        transport().send(file).otherwise(this::fail);
        transport().loseConnection();
    }

    public static void main(String... arguments) {
        NettyReactor reactor = NettyReactor.builder()
                .io(NettyReactor.Io.valueOf(arguments[0].toUpperCase(Locale.ROOT)))
                .build();
        reactor.start().await();
        Path file = Path.of(arguments[1]);
        Tls tls = Tls.pem(Path.of(arguments[2]), Path.of(arguments[2]));
        List<Port> ports = Deferred.gatherResults(List.of(
                        reactor.listen(LOOPBACK, peer -> new FileServer(file)),
                        reactor.listen(LOOPBACK.tls(tls), peer -> new FileServer(file))))
                .await();
        System.out.println(ports.get(0).number() + " " + ports.get(1).number());
    }
}
