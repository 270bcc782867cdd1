package sketches.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.netty.NettyReactor;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DnsOverUdpIT {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Reactor reactor = NettyReactor.create();

    @BeforeEach
    void start() {
        reactor.start().await();
    }

    @AfterEach
    void stop() {
        if (reactor.running()) {
            reactor.stop().await();
        }
    }

    private UdpPort listen() {
        return UdpPort.listen(
                        reactor,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new DnsOverUdp(Queries.authority()))
                .await();
    }

    private static Bytes ask(Port port, Bytes... queries) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(InetAddress.getLoopbackAddress(), port.number());
            for (Bytes query : queries) {
                socket.send(new DatagramPacket(query.toArray(), query.length()));
            }
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            return Bytes.wrap(Arrays.copyOf(answer.getData(), answer.getLength()));
        }
    }

    @Test
    void aQueryIsAnsweredAndBothAreCounted() throws IOException {
        UdpPort port = listen();

        Bytes answer = ask(port, Queries.query(1));

        assertThat(answer).isEqualTo(Queries.answer(1));
        reactor.blockingCallFromThread(() -> {}); // the answer is counted in the turn that sends it
        assertThat(port.statistics().received()).isEqualTo(Queries.query(1).length());
        assertThat(port.statistics().sent()).isEqualTo(answer.length());
    }

    @Test
    void whatIsNoQueryIsTheEndOfThatDatagramOnly() throws IOException {
        assertThat(ask(listen(), Queries.hex("00"), Queries.query(2))).isEqualTo(Queries.answer(2));
    }

    @Test
    void thePortEndsWithTheReactor() {
        UdpPort port = listen();
        var closed = port.closed();

        reactor.stop().await();

        assertThat(closed.await()).isSameAs(port);
    }
}
