package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Layer;
import io.jtwisted.net.Lengths;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.ServerEndpoint;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits in a layer counts among what all connections of a reactor have unsent. */
class LayerUnsentIT {
    private static final int MEGABYTE = 1 << 20;

    @Test
    void theConnectionWithMostGoesThoughItWaitsInALayer() throws Exception {
        NettyReactor reactor =
                NettyReactor.builder().daemon(true).maxUnsent(16 * MEGABYTE).build();
        reactor.start().await();
        List<Recorder> served = new ArrayList<>();
        try {
            Port port = reactor.listen(
                            ServerEndpoint.tcp(0)
                                    .on("127.0.0.1")
                                    .limits(Limits.server().unsent(100 * MEGABYTE)),
                            peer -> {
                                Recorder one = new Recorder();
                                served.add(one);
                                return new Layer(new Lengths(), new Layer(new Lengths(), one));
                            })
                    .await();
            try (Socket greedy = new Socket(InetAddress.getLoopbackAddress(), port.number());
                    Socket modest = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
                while (reactor.call(served::size).await() < 2) {
                    Thread.onSpinWait();
                }
                Recorder much = served.get(0);
                Recorder little = served.get(1);
                little.turn(recorder -> recorder.transport().write(Bytes.of(new byte[6 * MEGABYTE])));
                much.turn(recorder -> recorder.transport().write(Bytes.of(new byte[40 * MEGABYTE])));

                CloseReason reason = much.reason();
                assertThat(reason.kind()).isEqualTo(CloseReason.Kind.ERROR);
                assertThat(reason.cause()).hasMessageContaining("max-unsent");
                assertThat(little.get(() -> little.transport().connected())).isTrue();
                assertThat(greedy.isConnected() && modest.isConnected()).isTrue();
            }
        } finally {
            reactor.stop().await();
        }
        assertThat(reactor.statistics().memory().unsent()).isZero();
    }
}
