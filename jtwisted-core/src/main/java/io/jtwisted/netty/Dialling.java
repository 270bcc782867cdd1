package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.HostResolver;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Connects to others. */
final class Dialling {
    private final NettyReactor reactor;
    private final NetworkTransport transport;
    private final HostResolver resolver;
    private final Errands errands;
    private final Set<Connecting<?>> underWay = new LinkedHashSet<>();

    Dialling(NettyReactor reactor, NetworkTransport transport, HostResolver resolver, Errands errands) {
        this.reactor = reactor;
        this.transport = transport;
        this.resolver = resolver;
        this.errands = errands;
    }

    <P extends Protocol> Deferred<P> tcp(ClientEndpoint.Tcp endpoint, P protocol) {
        Connecting.Target target =
                new Connecting.Target(endpoint.toString(), endpoint.host(), endpoint.port(), endpoint.tls());
        Connecting<P> connecting = new Connecting<>(reactor, protocol, endpoint.limits(), transport::tcpClient, target);
        return begun(connecting, connecting.to(place(endpoint), endpoint.timeout()));
    }

    <P extends Protocol> Deferred<P> unix(ClientEndpoint.Unix endpoint, P protocol) {
        Connecting.Target target = new Connecting.Target(endpoint.toString(), endpoint.path(), 0, null);
        Connecting<P> connecting =
                new Connecting<>(reactor, protocol, endpoint.limits(), transport::unixClient, target);
        Deferred<Connecting.Place> place = Deferred.maybeDeferred(
                () -> new Connecting.Place(List.of(transport.unixAddress(endpoint.path())), null));
        return begun(connecting, connecting.to(place, endpoint.timeout()));
    }

    /** The loop makes no more connections: those which are under way fail. */
    void stop() {
        List.copyOf(underWay).forEach(Connecting::stop);
    }

    private <P extends Protocol> Deferred<P> begun(Connecting<P> connecting, Deferred<P> result) {
        underWay.add(connecting);
        return result.always(() -> underWay.remove(connecting));
    }

    private Deferred<Connecting.Place> place(ClientEndpoint.Tcp endpoint) {
        Deferred<List<InetAddress>> addresses = Names.isLiteral(endpoint.host())
                ? Deferred.maybeDeferred(() -> List.of(Names.address(endpoint.host())))
                : Deferred.maybeDeferred(() -> resolver.resolve(reactor, endpoint.host()));
        Deferred<List<InetSocketAddress>> places = addresses.addCallback(found -> Names.interleaved(found).stream()
                .map(address -> new InetSocketAddress(address, endpoint.port()))
                .toList());
        Tls tls = endpoint.tls();
        return tls == null
                ? places.addCallback(found -> new Connecting.Place(found, null))
                : places.chainCallback(found -> errands.run(() -> new Connecting.Place(
                        found, reactor.nettyNetwork().contexts().client(tls))));
    }
}
