package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSource;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A reactor for one test, on loopback, and the server protocols which it has made. */
final class Host implements AutoCloseable {
    private final NettyReactor reactor;
    private final BlockingQueue<Protocol> served = new LinkedBlockingQueue<>();

    Host(NettyReactor.Io io) {
        this(io, TlsSource.none());
    }

    Host(NettyReactor.Io io, TlsSource source) {
        reactor = NettyReactor.builder().io(io).tlsSource(source).daemon(true).build();
        reactor.start().await();
    }

    Host() {
        this(NettyReactor.Io.AUTO);
    }

    NettyReactor reactor() {
        return reactor;
    }

    /** A server with this certificate, whose key is in the same file. */
    static Tls tls(Path pem) {
        return Tls.pem(pem, pem);
    }

    /** Serves on a free port of 127.0.0.1. */
    Port serve(Tls tls, Supplier<? extends Protocol> protocols) {
        return serve(ServerEndpoint.tcp(0).on("127.0.0.1").tls(tls), protocols);
    }

    Port serve(ServerEndpoint endpoint, Supplier<? extends Protocol> protocols) {
        Factory factory = peer -> {
            Protocol made = protocols.get();
            served.add(made);
            return made;
        };
        return reactor.listen(endpoint, factory).await();
    }

    /** The next protocol which was made for a client, connected. */
    Talk served() throws Exception {
        Protocol next = served.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return ((Talk) next).made();
    }

    /** Whether the factory was never asked, but for those whom {@link #served()} gave. */
    boolean servedNobodyElse() {
        return served.isEmpty();
    }

    Talk connect(String host, Port port, Tls tls) {
        return connect(ClientEndpoint.tcp(host, port.number()).tls(tls));
    }

    Talk connect(ClientEndpoint endpoint) {
        return reactor.connect(endpoint, new Talk()).await();
    }

    @Override
    public void close() {
        reactor.stop().await();
    }
}
