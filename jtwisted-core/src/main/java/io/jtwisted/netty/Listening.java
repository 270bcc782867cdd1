package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.Factory;
import io.jtwisted.net.HostResolver;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.ServerEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** Opens ports. */
final class Listening {
    private final NettyReactor reactor;
    private final NetworkTransport transport;
    private final TlsContexts contexts;
    private final HostResolver resolver;
    private final Errands errands;
    private final Unfinished<Port> unfinished;

    Listening(
            NettyReactor reactor,
            NetworkTransport transport,
            TlsContexts contexts,
            HostResolver resolver,
            Errands errands) {
        this.reactor = reactor;
        this.transport = transport;
        this.contexts = contexts;
        this.resolver = resolver;
        this.errands = errands;
        this.unfinished = new Unfinished<>(reactor);
    }

    Deferred<Port> tcp(ServerEndpoint.Tcp endpoint, Factory factory) {
        Deferred<List<InetSocketAddress>> addresses = addresses(endpoint);
        Deferred<Binding.Place> place = endpoint.tls() == null
                ? addresses.addCallback(found -> place(endpoint, found))
                : addresses.chainCallback(found -> errands.run(() -> place(endpoint, found)));
        return unfinished.add(place.chainCallback(found -> open(found, factory)));
    }

    Deferred<Port> unix(ServerEndpoint.Unix endpoint, Factory factory) {
        return unfinished.add(errands.run(() -> {
                    check(endpoint.limits(), new Address.Unix(endpoint.path()));
                    UnixSockets.removeStale(endpoint.path());
                    return new Binding.Place(
                            transport,
                            transport::unixServer,
                            List.of(transport.unixServerAddress(endpoint.path())),
                            endpoint.backlog(),
                            new Serving(endpoint.name(), endpoint.limits(), null, SocketSettings.USUAL));
                })
                .chainCallback(place -> open(place, factory))
                .chainCallback(port -> permit(endpoint, port)));
    }

    /** The loop opens no more ports: those which are under way are given up. */
    void stop() {
        unfinished.giveUp();
    }

    private Deferred<List<InetSocketAddress>> addresses(ServerEndpoint.Tcp endpoint) {
        String host = endpoint.host();
        if (host.isEmpty()) {
            return Deferred.succeed(List.of(new InetSocketAddress(endpoint.port())));
        }
        Deferred<List<InetAddress>> found = Names.isLiteral(host)
                ? Deferred.maybeDeferred(() -> List.of(Names.address(host)))
                : Deferred.maybeDeferred(() -> resolver.resolve(reactor, host));
        return found.addCallback(all -> all.stream()
                .distinct()
                .map(address -> new InetSocketAddress(address, endpoint.port()))
                .toList());
    }

    private Binding.Place place(ServerEndpoint.Tcp endpoint, List<InetSocketAddress> addresses) throws IOException {
        check(endpoint.limits(), inet(endpoint));
        return new Binding.Place(
                transport,
                transport::tcpServer,
                addresses,
                endpoint.backlog(),
                new Serving(
                        endpoint.name(),
                        endpoint.limits(),
                        endpoint.tls() == null ? null : contexts.open(endpoint.tls()),
                        settings(endpoint)));
    }

    private SocketSettings settings(ServerEndpoint.Tcp endpoint) throws IOException {
        try {
            return SocketSettings.of(endpoint.socket(), transport);
        } catch (UnsupportedOperationException e) {
            throw BindFailures.of(inet(endpoint), e);
        }
    }

    /** Refuses what this transport cannot do. */
    private void check(Limits limits, Address place) throws CannotListenException {
        if (limits.whenFull() == Limits.WhenFull.PAUSE && !transport.pausesAccepting()) {
            throw BindFailures.of(
                    place,
                    new UnsupportedOperationException("when-full=pause is not to be had with the transport '"
                            + transport.name() + "': leave it out, or choose another transport"));
        }
    }

    private static Address inet(ServerEndpoint.Tcp endpoint) {
        return new Address.Inet(endpoint.host().isEmpty() ? "0.0.0.0" : endpoint.host(), endpoint.port());
    }

    private Deferred<Port> open(Binding.Place place, Factory factory) throws Exception {
        if (!reactor.inLoop()) { // a chain whose home has ended runs where it is fired
            throw new IllegalStateException(reactor + " has stopped");
        }
        reactor.connections().factories().opening(factory);
        return new Binding(reactor, place, factory, () -> closed(place, factory)).begin();
    }

    private void closed(Binding.Place place, Factory factory) {
        reactor.connections().factories().closed(factory);
        if (place.serving().tls() != null) {
            contexts.closed(place.serving().tls());
        }
    }

    private Deferred<Port> permit(ServerEndpoint.Unix endpoint, Port port) {
        return endpoint.mode() == ServerEndpoint.Unix.DEFAULT_MODE
                ? Deferred.succeed(port)
                : errands.<Port>run(() -> {
                            UnixSockets.setMode(Path.of(endpoint.path()), endpoint.mode());
                            return port;
                        })
                        // Not open, even for a moment, to processes that the mode keeps out.
                        .chainErrback(failure -> port.stopListening().chainBoth(closed -> Deferred.fail(failure)));
    }
}
