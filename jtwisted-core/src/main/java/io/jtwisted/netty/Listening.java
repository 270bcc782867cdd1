package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Port;
import io.jtwisted.net.ServerEndpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens ports. */
final class Listening {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);

    private final NettyReactor reactor;
    private final NetworkTransport transport;
    private final TlsContexts contexts;
    private final Factories factories = new Factories();

    Listening(NettyReactor reactor, NetworkTransport transport, TlsContexts contexts) {
        this.reactor = reactor;
        this.transport = transport;
        this.contexts = contexts;
    }

    Deferred<Port> tcp(ServerEndpoint.Tcp endpoint, Factory factory) {
        // Names are looked up and keys are read on a thread which may block.
        Deferred<Place> place = endpoint.tls() == null && Names.isLiteral(endpoint.host())
                ? Deferred.maybeDeferred(() -> place(endpoint))
                : reactor.deferToThread(() -> place(endpoint));
        return place.chainCallback(found -> open(found, factory));
    }

    Deferred<Port> unix(ServerEndpoint.Unix endpoint, Factory factory) {
        return reactor.deferToThread(() -> {
                    UnixSockets.removeStale(endpoint.path());
                    return new Place(
                            transport::unixServer,
                            transport.unixAddress(endpoint.path()),
                            endpoint.backlog(),
                            new Serving(endpoint.name(), endpoint.limits(), null, SocketSettings.USUAL),
                            Path.of(endpoint.path()));
                })
                .chainCallback(place -> open(place, factory))
                .chainCallback(port -> permit(endpoint, port));
    }

    private Place place(ServerEndpoint.Tcp endpoint) throws IOException {
        return new Place(
                transport::tcpServer,
                endpoint.host().isEmpty()
                        ? new InetSocketAddress(endpoint.port())
                        : new InetSocketAddress(Names.lookUp(endpoint.host()).get(0), endpoint.port()),
                endpoint.backlog(),
                new Serving(
                        endpoint.name(),
                        endpoint.limits(),
                        endpoint.tls() == null ? null : contexts.open(endpoint.tls()),
                        settings(endpoint)),
                null);
    }

    private SocketSettings settings(ServerEndpoint.Tcp endpoint) throws IOException {
        try {
            return SocketSettings.of(endpoint.socket(), transport);
        } catch (UnsupportedOperationException e) {
            String host = endpoint.host().isEmpty() ? "0.0.0.0" : endpoint.host();
            throw BindFailures.of(new Address.Inet(host, endpoint.port()), e);
        }
    }

    private Deferred<Port> open(Place place, Factory factory) throws Exception {
        Channel channel = place.channels.get();
        Acceptor acceptor = new Acceptor(reactor, factory, place.serving, channel);
        try {
            factories.opening(factory);
        } catch (Exception | Error e) {
            Channels.close(channel);
            throw e;
        }
        channel.config().setOption(ChannelOption.SO_BACKLOG, place.backlog);
        if (place.address instanceof InetSocketAddress) {
            channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
            place.serving.settings().applyToServer(channel);
        }
        channel.pipeline().addLast(acceptor);
        Deferred<Port> result = Deferred.on(reactor, cancelled -> channel.close());
        channel.closeFuture().addListener(closed -> {
            factories.closed(factory);
            if (place.serving.tls() != null) {
                contexts.closed(place.serving.tls());
            }
        });
        channel.unsafe()
                .register(reactor.loop().eventLoop(), channel.newPromise().addListener(registered -> {
                    if (!registered.isSuccess()) {
                        result.errback(registered.cause());
                        return;
                    }
                    channel.bind(place.address).addListener(bound -> {
                        if (bound.isSuccess()) {
                            channel.closeFuture().addListener(closed -> remove(place.file));
                            result.callback(reactor.network().opened(new NettyPort(reactor, channel, acceptor)));
                        } else {
                            channel.close();
                            result.errback(BindFailures.of(Addresses.of(place.address), bound.cause()));
                        }
                    });
                }));
        return result;
    }

    private Deferred<Port> permit(ServerEndpoint.Unix endpoint, Port port) {
        return endpoint.mode() == ServerEndpoint.Unix.DEFAULT_MODE
                ? Deferred.succeed(port)
                : reactor.<Port>deferToThread(() -> {
                            UnixSockets.setMode(Path.of(endpoint.path()), endpoint.mode());
                            return port;
                        })
                        // Not open for those whom the mode would have kept out.
                        .chainErrback(failure -> port.stopListening().chainBoth(closed -> Deferred.fail(failure)));
    }

    private static void remove(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("the socket file {} cannot be removed: {}", file, e.toString());
        }
    }

    /** All that is needed to open a port, made ready where it may block. */
    private static final class Place {
        private final Supplier<? extends Channel> channels;
        private final SocketAddress address;
        private final int backlog;
        private final Serving serving;
        private final @Nullable Path file;

        Place(
                Supplier<? extends Channel> channels,
                SocketAddress address,
                int backlog,
                Serving serving,
                @Nullable Path file) {
            this.channels = channels;
            this.address = address;
            this.backlog = backlog;
            this.serving = serving;
            this.file = file;
        }
    }
}
