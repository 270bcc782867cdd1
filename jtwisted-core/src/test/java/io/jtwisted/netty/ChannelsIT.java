package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.testsupport.NoLeaks;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What only Netty's channels show. */
@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#all")
@ExtendWith(NoLeaks.class)
class ChannelsIT {
    private final Rig rig;

    ChannelsIT(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whatATurnWritesLeavesTogether() throws Exception {
        Recorder server = new Recorder();
        Recorder client = new Recorder().wants(700);
        rig.join(server, client);
        Counting counting = new Counting();
        NettyReactor.channelOf(server.transport()).pipeline().addFirst(counting);

        server.turn(recorder -> {
            for (int i = 0; i < 100; i++) {
                recorder.write("line\r\n.");
            }
        });

        assertThat(client.enough().text()).isEqualTo("line\r\n.".repeat(100));
        assertThat(server.get(() -> counting.writes)).isEqualTo(1);
        assertThat(server.get(() -> counting.flushes)).isEqualTo(1);
    }

    @Test
    void aChannelIsGoneAsSoonAsBothSidesHaveClosed() throws Exception {
        Recorder server = new Recorder();
        Recorder client = new Recorder();
        rig.join(server, client);
        Duration begin = server.reactor().now();

        server.turn(recorder -> recorder.transport().loseConnection());
        NettyReactor.channelOf(server.transport()).closeFuture().sync();

        assertThat(server.reactor().now().minus(begin)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void probesAreOnAndDelaysOff() throws Exception {
        Recorder server = new Recorder();
        Recorder client = new Recorder();

        rig.join(server, client);

        boolean unix = ((NettyWay) rig.way()).kind() == NettyWay.Kind.UNIX;
        for (Recorder side : new Recorder[] {server, client}) {
            Channel channel = NettyReactor.channelOf(side.transport());
            assertThat(channel instanceof SocketChannel).isEqualTo(!unix);
            if (channel instanceof SocketChannel) {
                assertThat(channel.config().getOption(ChannelOption.SO_KEEPALIVE))
                        .isTrue();
                assertThat(channel.config().getOption(ChannelOption.TCP_NODELAY))
                        .isTrue();
            }
        }
    }

    /** Counts what passes on its way to the socket. */
    private static final class Counting extends ChannelOutboundHandlerAdapter {
        private int writes;
        private int flushes;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            writes++;
            context.write(message, promise);
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            flushes++;
            context.flush();
        }
    }
}
