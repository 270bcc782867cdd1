package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Tls;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connects to others. */
final class Dialling {
    private final NettyReactor reactor;
    private final NetworkTransport transport;

    Dialling(NettyReactor reactor, NetworkTransport transport) {
        this.reactor = reactor;
        this.transport = transport;
    }

    <P extends Protocol> Deferred<P> tcp(ClientEndpoint.Tcp endpoint, P protocol) {
        // Names are looked up and keys are read on a thread which may block.
        Deferred<Place> place = endpoint.tls() == null && Names.isLiteral(endpoint.host())
                ? Deferred.maybeDeferred(() -> place(endpoint))
                : reactor.deferToThread(() -> place(endpoint));
        return place.chainCallback(found -> new Connecting<>(
                        reactor,
                        protocol,
                        endpoint.limits(),
                        transport::tcpClient,
                        channel -> found.context == null ? null : handler(channel, found.context, endpoint))
                .to(found.addresses, endpoint.timeout(), endpoint.toString()));
    }

    <P extends Protocol> Deferred<P> unix(ClientEndpoint.Unix endpoint, P protocol) {
        return new Connecting<>(reactor, protocol, endpoint.limits(), transport::unixClient, channel -> null)
                .to(List.of(transport.unixAddress(endpoint.path())), endpoint.timeout(), endpoint.toString());
    }

    private Place place(ClientEndpoint.Tcp endpoint) throws Exception {
        List<InetSocketAddress> addresses = Names.lookUp(endpoint.host()).stream()
                .map(address -> new InetSocketAddress(address, endpoint.port()))
                .toList();
        Tls tls = endpoint.tls();
        return new Place(addresses, tls == null ? null : reactor.contexts().client(tls));
    }

    /** The name is the one which was asked for, whatever address it led to: it is what the certificate must say. */
    private static SslHandler handler(Channel channel, SslContext context, ClientEndpoint.Tcp endpoint) {
        Tls tls = endpoint.tls();
        String name = tls == null || tls.serverName().isEmpty() ? endpoint.host() : tls.serverName();
        SslHandler handler = context.newHandler(channel.alloc(), name, endpoint.port());
        if (tls != null) {
            handler.setHandshakeTimeout(tls.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }
        return handler;
    }

    /** All that is needed to connect, made ready where it may block. */
    private static final class Place {
        private final List<InetSocketAddress> addresses;
        private final @Nullable SslContext context;

        Place(List<InetSocketAddress> addresses, @Nullable SslContext context) {
            this.addresses = addresses;
            this.context = context;
        }
    }
}
