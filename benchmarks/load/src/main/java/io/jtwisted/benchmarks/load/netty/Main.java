package io.jtwisted.benchmarks.load.netty;

import io.jtwisted.benchmarks.load.Setup;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Option {@code io}: epoll or nio. A mode of its own, bytebufs, is lines without Strings. */
public final class Main {
    private static final int LINE_LIMIT = 16_384;
    private static final int FRAME_LIMIT = 99_999;

    private final Setup setup;
    private final @Nullable SslContext tls;

    private Main(Setup setup) throws SSLException {
        this.setup = setup;
        this.tls = setup.certificate().isEmpty()
                ? null
                : SslContextBuilder.forServer(
                                setup.certificate().get().toFile(), setup.key().toFile())
                        .build();
    }

    public static void main(String... arguments) throws Exception {
        new Main(Setup.of(arguments)).serve();
    }

    private void serve() throws InterruptedException {
        boolean nio = setup.option("io", "epoll").equals("nio");
        IoHandlerFactory io = nio ? NioIoHandler.newFactory() : EpollIoHandler.newFactory();
        Class<? extends ServerChannel> type = nio ? NioServerSocketChannel.class : EpollServerSocketChannel.class;
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(setup.loops(), io);
        new ServerBootstrap()
                .group(group)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Initializer())
                .bind(Setup.HOST, setup.port())
                .sync(); // its threads keep the JVM alive
    }

    private final class Initializer extends ChannelInitializer<SocketChannel> {

        @Override
        protected void initChannel(SocketChannel channel) {
            ChannelPipeline pipeline = channel.pipeline();
            if (tls != null) {
                pipeline.addLast(tls.newHandler(channel.alloc()));
            }
            switch (setup.mode()) {
                case "echo" -> pipeline.addLast(new Echo());
                case "lines" ->
                    pipeline.addLast(
                            new LineBasedFrameDecoder(LINE_LIMIT),
                            new StringDecoder(StandardCharsets.UTF_8),
                            new StringEncoder(StandardCharsets.UTF_8),
                            new Lines());
                case "bytebufs" -> pipeline.addLast(new LineBasedFrameDecoder(LINE_LIMIT, false, true), new Echo());
                case "frames" ->
                    pipeline.addLast(
                            new LengthFieldBasedFrameDecoder(FRAME_LIMIT, 0, Integer.BYTES, 0, Integer.BYTES),
                            new LengthFieldPrepender(Integer.BYTES),
                            new Echo());
                case "relay" -> pipeline.addLast(new Relay(setup.backend()));
                case "in" -> pipeline.addLast(new In());
                case "out" -> pipeline.addLast(new Out());
                default -> throw setup.unknownMode();
            }
        }
    }
}
