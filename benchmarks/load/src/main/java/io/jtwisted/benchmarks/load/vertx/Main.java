package io.jtwisted.benchmarks.load.vertx;

import io.jtwisted.benchmarks.load.Setup;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.parsetools.RecordParser;

/** One verticle for each event loop. */
public final class Main extends AbstractVerticle {
    private static final Buffer CHUNK = Buffer.buffer(new byte[Setup.CHUNK]);
    private static final Buffer CRLF = Buffer.buffer("\r\n");

    private final Setup setup;

    private Main(Setup setup) {
        this.setup = setup;
    }

    public static void main(String... arguments) {
        Setup setup = Setup.of(arguments);
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(setup.loops()));
        vertx.deployVerticle(() -> new Main(setup), new DeploymentOptions().setInstances(setup.loops()))
                .onFailure(failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                });
    }

    @Override
    public void start() {
        NetServerOptions options = new NetServerOptions().setAcceptBacklog(1024);
        setup.certificate()
                .ifPresent(certificate -> options.setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(certificate.toString())
                                .setKeyPath(setup.key().toString())));
        vertx.createNetServer(options)
                .connectHandler(this::connected)
                .listen(setup.port(), Setup.HOST)
                .onFailure(failure -> System.exit(1));
    }

    private void connected(NetSocket socket) {
        switch (setup.mode()) {
            case "echo" -> socket.handler(socket::write);
            case "lines" ->
                socket.handler(RecordParser.newDelimited(
                        "\r\n", line -> socket.write(line.copy().appendBuffer(CRLF))));
            case "in" -> socket.handler(data -> {});
            case "out" -> {
                socket.handler(data -> {});
                socket.drainHandler(drained -> more(socket));
                more(socket);
            }
            default -> throw setup.unknownMode();
        }
    }

    private static void more(NetSocket socket) {
        while (!socket.writeQueueFull()) {
            socket.write(CHUNK);
        }
    }
}
