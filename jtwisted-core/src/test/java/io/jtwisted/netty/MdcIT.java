package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.testsupport.Log;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Whom a line in the log is about, as SLF4J's MDC says it. */
class MdcIT {
    @RegisterExtension
    final Reactors reactors = new Reactors(NettyReactor.Io.NIO);

    private final Log log = Log.of(Chatter.class);
    private final Log ofPorts = Log.of(NettyReactor.class);

    @AfterEach
    void stopLogging() {
        log.close();
        ofPorts.close();
    }

    @Test
    void aProtocolLogsWithItsConnectionIfThatIsWanted() throws Exception {
        NettyReactor server = reactors.start(builder -> builder.mdc(true));
        Chatter chatter = new Chatter();
        Port port = chat(server, chatter, Limits.server());

        String client = talk(port, "hello");
        chatter.closed();
        Reactors.settle(server);

        assertThat(log.at(Level.INFO)).extracting(ILoggingEvent::getMessage).containsExactly("made", "hello", "lost");
        assertThat(log.at(Level.INFO))
                .extracting(ILoggingEvent::getMDCPropertyMap)
                .containsOnly(Map.of("connection", chatter.id(), "listener", "chat", "peer", client));
        assertThat(entriesOnTheLoop(server)).isEmpty();
    }

    @Test
    void outsideItHasNone() throws Exception {
        Chatter chatter = new Chatter();
        Port port = chat(reactors.start(), chatter, Limits.server());

        talk(port, "hello");
        chatter.closed();

        assertThat(log.at(Level.INFO)).isNotEmpty();
        assertThat(log.at(Level.INFO))
                .extracting(ILoggingEvent::getMDCPropertyMap)
                .containsOnly(Map.of());
    }

    @Test
    void whatTheReactorLogsAboutAConnectionAlwaysSaysWhich() throws Exception {
        NettyReactor server = reactors.start();
        Chatter chatter = new Chatter();
        Port port = chat(server, chatter, Limits.server());

        String client = talk(port, "bug");
        chatter.closed();
        Reactors.settle(server);

        assertThat(log.at(Level.ERROR))
                .extracting(ILoggingEvent::getMDCPropertyMap)
                .containsExactly(Map.of("connection", chatter.id(), "listener", "chat", "peer", client));
        assertThat(entriesOnTheLoop(server)).isEmpty();
    }

    @Test
    void whoeverIsRefusedIsNamed() throws Exception {
        NettyReactor server = reactors.start();
        Chatter chatter = new Chatter();
        Port port = chat(server, chatter, Limits.server().connections(1));
        try (Socket first = connect(port)) {
            chatter.made();

            try (Socket second = connect(port)) {
                assertThat(second.getInputStream().read()).isNegative();

                assertThat(ofPorts.at(Level.WARN))
                        .extracting(ILoggingEvent::getMDCPropertyMap)
                        .containsExactly(Map.of("listener", "chat", "peer", addressOf(second)));
                assertThat(first.isClosed()).isFalse();
            }
        }
    }

    @Test
    void soIsWhoeverGetsNoProtocol() throws Exception {
        NettyReactor server = reactors.start();
        ServerEndpoint endpoint = ServerEndpoint.tcp(0).on("127.0.0.1").name("chat");
        Port port = server.listen(endpoint, peer -> {
                    throw new IllegalStateException("a bug");
                })
                .await();
        try (Socket socket = connect(port)) {
            assertThat(socket.getInputStream().read()).isNegative();
            Reactors.settle(server);

            assertThat(ofPorts.at(Level.ERROR))
                    .extracting(ILoggingEvent::getMDCPropertyMap)
                    .containsExactly(Map.of("listener", "chat", "peer", addressOf(socket)));
        }
    }

    private static Port chat(NettyReactor server, Chatter chatter, Limits limits) {
        ServerEndpoint endpoint =
                ServerEndpoint.tcp(0).on("127.0.0.1").limits(limits).name("chat");
        return server.listen(endpoint, peer -> chatter).await();
    }

    /** Says this, hangs up, and returns who it was. */
    private static String talk(Port port, String words) throws Exception {
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
            return addressOf(socket);
        }
    }

    private static Socket connect(Port port) throws Exception {
        return new Socket(InetAddress.getLoopbackAddress(), port.number());
    }

    private static String addressOf(Socket socket) {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private static Map<String, String> entriesOnTheLoop(NettyReactor reactor) {
        return reactor.call(() -> {
                    Map<String, String> entries = MDC.getCopyOfContextMap();
                    return entries == null ? Map.<String, String>of() : entries;
                })
                .await();
    }

    /** Logs whatever happens to it. */
    private static final class Chatter extends Talk {
        private static final Logger LOG = LoggerFactory.getLogger(Chatter.class);

        private volatile String id = "";

        @Override
        public void connectionMade() throws Exception {
            LOG.info("made");
            id = Long.toString(transport().id());
            super.connectionMade();
        }

        @Override
        public void dataReceived(Bytes data) {
            String words = data.text(StandardCharsets.US_ASCII);
            if (words.equals("bug")) {
                throw new IllegalStateException("a bug");
            }
            LOG.info(words);
        }

        @Override
        public void connectionLost(CloseReason reason) {
            LOG.info("lost");
            super.connectionLost(reason);
        }

        String id() {
            return id;
        }
    }
}
