package sketches.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.netty.NettyReactor;
import io.jtwisted.text.LineReceiver;
import java.net.ConnectException;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopbackIT {
    private final Reactor server = NettyReactor.create();
    private final Reactor client = NettyReactor.create();

    private static final class Shout extends LineReceiver {
        @Override
        public void lineReceived(String line) {
            sendLine(line.toUpperCase(Locale.ROOT));
        }
    }

    private static final class Listener extends LineReceiver {
        private final Deferred<String> first = new Deferred<>();

        @Override
        public void lineReceived(String line) {
            first.callback(line);
        }
    }

    @BeforeEach
    void start() {
        server.start().await();
        client.start().await();
    }

    @AfterEach
    void stop() {
        client.stop().await();
        server.stop().await();
    }

    @Test
    void anEndpointStringIsEnough() {
        Port port = server.listen("loopback:cave", Shout::new).await();

        Listener listener = client.connect("loopback:cave", new Listener()).await();
        listener.sendLine("hello");

        assertThat(listener.first.await()).isEqualTo("HELLO");
        assertThat(port).hasToString("loopback:cave");
        assertThat(port.connections()).isEqualTo(1);
    }

    @Test
    void stringsAndEndpointsAreTheSame() {
        String text = "loopback:a\\:b:connections=2:silence=1.5";

        ServerEndpoint endpoint = ServerEndpoint.parse(text);

        assertThat(endpoint).hasToString(text).isEqualTo(ServerEndpoint.parse(endpoint.toString()));
        assertThat(endpoint.limits().connections()).isEqualTo(2);
        assertThat(ClientEndpoint.parse("loopback:cave:silence=2")).hasToString("loopback:cave:silence=2");
    }

    /** Counts how often it starts. */
    private static final class Counting implements Factory {
        private int started;
        private int stopped;

        @Override
        public Protocol buildProtocol(Address peer) {
            return new Shout();
        }

        @Override
        public void startFactory() {
            started++;
        }

        @Override
        public void stopFactory() {
            stopped++;
        }
    }

    @Test
    void aFactoryWithPortsOfTwoKindsStartsAndStopsOnce() {
        Counting factory = new Counting();
        Port loopback =
                server.listen(ServerEndpoint.parse("loopback:both"), factory).await();
        Port tcp = server.listen(ServerEndpoint.parse("tcp:0:interface=127.0.0.1"), factory)
                .await();

        loopback.stopListening().await();
        int stoppedBefore = server.blockingCallFromThread(() -> factory.stopped);
        tcp.stopListening().await();

        assertThat(stoppedBefore).isZero();
        assertThat(server.blockingCallFromThread(() -> factory.started)).isEqualTo(1);
        assertThat(server.blockingCallFromThread(() -> factory.stopped)).isEqualTo(1);
    }

    @Test
    void limitsHold() {
        server.listen("loopback:small:connections=1", Shout::new).await();
        client.connect("loopback:small", new Listener()).await();

        assertThatThrownBy(
                        () -> client.connect("loopback:small", new Listener()).await())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void aNameIsListenedOnOnceAndIsFreeAgainAfterwards() {
        Port port = server.listen("loopback:cave", Shout::new).await();
        assertThatThrownBy(() -> server.listen("loopback:cave", Shout::new).await())
                .isInstanceOf(CannotListenException.class);

        port.stopListening().await();

        assertThatThrownBy(() -> client.connect("loopback:cave", new Listener()).await())
                .isInstanceOf(ConnectException.class);
        server.listen("loopback:cave", Shout::new).await();
    }
}
