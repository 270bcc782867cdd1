package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Tls;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.List;
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
                        reactor, protocol, endpoint.limits(), transport::tcpClient, endpoint.host(), endpoint.port())
                .tls(found.context, endpoint.tls())
                .to(found.addresses, endpoint.timeout(), endpoint.toString()));
    }

    <P extends Protocol> Deferred<P> unix(ClientEndpoint.Unix endpoint, P protocol) {
        return new Connecting<>(reactor, protocol, endpoint.limits(), transport::unixClient, endpoint.path(), 0)
                .to(List.of(transport.unixAddress(endpoint.path())), endpoint.timeout(), endpoint.toString());
    }

    private Place place(ClientEndpoint.Tcp endpoint) throws Exception {
        List<InetSocketAddress> addresses = Names.lookUp(endpoint.host()).stream()
                .map(address -> new InetSocketAddress(address, endpoint.port()))
                .toList();
        Tls tls = endpoint.tls();
        return new Place(
                addresses, tls == null ? null : reactor.network().contexts().client(tls));
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
