package io.jtwisted.netty;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.text.LineReceiver;
import io.netty.util.internal.PlatformDependent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * A program with little memory, for {@link MemoryScenesIT}: serves lines over TCP, TLS and a Unix socket, and a room. Says
 * its ports on the standard output, and answers each line of the room that asks for it with what it knows of its memory.
 */
final class MemoryServer {
    private static final ServerEndpoint.Tcp LOOPBACK =
            ServerEndpoint.tcp(0).on("127.0.0.1").limits(Limits.server().connections(0));

    private MemoryServer() {}

    public static void main(String... arguments) throws Exception {
        NettyReactor reactor = NettyReactor.builder()
                .io(NettyReactor.Io.valueOf(arguments[0].toUpperCase(Locale.ROOT)))
                .build();
        reactor.start().await();
        Factory echo = peer -> new Echo();
        Tls tls = Tls.pem(Path.of(arguments[1]), Path.of(arguments[1]));
        List<Port> ports = Deferred.gatherResults(List.of(
                        reactor.listen(LOOPBACK, echo),
                        reactor.listen(LOOPBACK.tls(tls), echo),
                        reactor.listen(LOOPBACK, new Room(reactor)),
                        reactor.listen(ServerEndpoint.unix(arguments[2]), echo)))
                .await();
        System.out.println(ports.get(0).number() + " " + ports.get(1).number() + " "
                + ports.get(2).number());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> reactor.stop().await()));
        new CountDownLatch(1).await();
    }

    private static final class Echo extends LineReceiver {

        @Override
        public void lineReceived(String line) {
            sendLine(line);
        }
    }

    private static final class Room implements Factory {
        private final NettyReactor reactor;
        private final Set<Guest> guests = new LinkedHashSet<>();

        Room(NettyReactor reactor) {
            this.reactor = reactor;
        }

        @Override
        public Protocol buildProtocol(Address peer) {
            return new Guest();
        }

        private final class Guest extends LineReceiver {

            @Override
            public void connectionMade() {
                setLineLimit(4 << 20);
                guests.add(this);
            }

            @Override
            public void lineReceived(Bytes data, int from, int to) {
                String line = data.text(from, to, StandardCharsets.UTF_8);
                if (line.equals("?")) {
                    System.gc();
                    Runtime runtime = Runtime.getRuntime();
                    sendLine(runtime.totalMemory() - runtime.freeMemory() + " "
                            + PlatformDependent.usedDirectMemory() + " "
                            + reactor.statistics().memory().unsent() + " "
                            + reactor.statistics().memory().failures());
                    return;
                }
                Bytes all = Bytes.utf8(line + "\r\n");
                for (Guest guest : List.copyOf(guests)) {
                    guest.transport().write(all);
                }
            }

            @Override
            public void connectionLost(CloseReason reason) {
                guests.remove(this);
            }
        }
    }
}
