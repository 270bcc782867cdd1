package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.Port;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a socket is told, asked back from the operating system. */
@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#ios")
class SocketOptionsIT {
    private static final String LOCAL = "tcp:0:interface=127.0.0.1";

    @RegisterExtension
    final Reactors reactors;

    private final NettyReactor.Io io;
    private final NettyReactor reactor;

    SocketOptionsIT(NettyReactor.Io io) {
        this.io = io;
        reactors = new Reactors(io);
        reactor = reactors.start();
    }

    @Test
    void whoSaysNothingHasNoDelayAndAKeepAlive() throws Exception {
        SocketChannel channel = accepted(LOCAL);

        assertThat(channel.config().isTcpNoDelay()).isTrue();
        assertThat(channel.config().isKeepAlive()).isTrue();
    }

    @Test
    void bothCanBeSwitchedOff() throws Exception {
        SocketChannel channel = accepted(LOCAL + ":nodelay=off:keepalive=off");

        assertThat(channel.config().isTcpNoDelay()).isFalse();
        assertThat(channel.config().isKeepAlive()).isFalse();
    }

    @Test
    void theTimesOfTheKeepAliveReachTheSocket() throws Exception {
        SocketChannel channel = accepted(LOCAL + ":keepalive-idle=61:keepalive-interval=11:keepalive-count=6");

        assertThat(keepAlive(channel)).containsExactly(61, 11, 6);
    }

    @Test
    void whatIsNotSaidIsTheSystems() throws Exception {
        List<Integer> systems = keepAlive(accepted(LOCAL));

        List<Integer> told = keepAlive(accepted(LOCAL + ":keepalive-interval=12"));

        assertThat(told).containsExactly(systems.get(0), 12, systems.get(2));
    }

    @Test
    void twoMayShareAPort() {
        Port port = reactor.listen(LOCAL + ":reuseport=on", Echo::new).await();
        NettyReactor other = reactors.start();
        String again = "tcp:" + port.number() + ":interface=127.0.0.1";

        Port second = other.listen(again + ":reuseport=on", Echo::new).await();

        assertThat(second.number()).isEqualTo(port.number());
        assertThatThrownBy(() -> other.listen(again, Echo::new).await())
                .isInstanceOfSatisfying(
                        CannotListenException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(CannotListenException.Reason.IN_USE));
    }

    private List<Integer> keepAlive(Channel channel) throws IOException {
        SocketWords words = Transports.choose(io).words();
        return List.of(
                value(channel, words.keepAliveIdle()),
                value(channel, words.keepAliveInterval()),
                value(channel, words.keepAliveCount()));
    }

    private static int value(Channel channel, @Nullable ChannelOption<Integer> word) {
        return channel.config().getOption(Objects.requireNonNull(word));
    }

    private SocketChannel accepted(String endpoint) {
        CompletableFuture<Echo> served = new CompletableFuture<>();
        Port port = reactor.listen(endpoint, () -> {
                    Echo echo = new Echo();
                    served.complete(echo);
                    return echo;
                })
                .await();
        Echo client =
                reactor.connect("tcp:127.0.0.1:" + port.number(), new Echo()).await();
        client.say("hello").await();
        return (SocketChannel) NettyReactor.channelOf(served.join().transport());
    }
}
