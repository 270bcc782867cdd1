package io.jtwisted.benchmarks.load.reactornetty;

import io.jtwisted.benchmarks.load.Setup;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import javax.net.ssl.SSLException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpServer;

/** One event loop, as all of them. */
public final class Main {
    private static final int LINE_LIMIT = 16_384;
    private static final ByteBuf CHUNK =
            Unpooled.unreleasableBuffer(Unpooled.directBuffer(Setup.CHUNK).writeZero(Setup.CHUNK));

    private final Setup setup;

    private Main(Setup setup) {
        this.setup = setup;
    }

    public static void main(String... arguments) throws SSLException {
        new Main(Setup.of(arguments)).serve();
    }

    private void serve() throws SSLException {
        TcpServer server = TcpServer.create()
                .host(Setup.HOST)
                .port(setup.port())
                .runOn(LoopResources.create("load", setup.loops(), true))
                .option(ChannelOption.SO_BACKLOG, 1024)
                .handle(this::handle);
        if (setup.mode().equals("lines")) {
            server = server.doOnConnection(
                    connection -> connection.addHandlerLast(new LineBasedFrameDecoder(LINE_LIMIT)));
        }
        if (setup.certificate().isPresent()) {
            SslContext tls = SslContextBuilder.forServer(
                            setup.certificate().get().toFile(), setup.key().toFile())
                    .build();
            server = server.secure(spec -> spec.sslContext(tls));
        }
        server.bindNow().onDispose().block();
    }

    private Publisher<Void> handle(NettyInbound inbound, NettyOutbound outbound) {
        return switch (setup.mode()) {
            case "echo" -> outbound.send(inbound.receive().retain());
            case "lines" -> outbound.sendString(inbound.receive().asString().map(line -> line + "\r\n"));
            case "in" -> inbound.receive().then();
            case "out" -> outbound.send(Flux.<ByteBuf>generate(Main::next));
            default -> throw setup.unknownMode();
        };
    }

    private static void next(SynchronousSink<ByteBuf> sink) {
        sink.next(CHUNK.duplicate());
    }
}
