package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Factory;
import io.jtwisted.net.HostResolver;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Network;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ServerEndpoint;

/** The network of one reactor: where it listens and how it connects. Belongs to the reactor's thread. */
final class NettyNetwork implements Network {
    private final NetworkTransport transport;
    private final TlsContexts contexts;
    private final Errands errands;
    private final Listening listening;
    private final Dialling dialling;

    NettyNetwork(NettyReactor reactor, Settings settings) {
        this.transport = Transports.choose(settings.io());
        this.contexts = new TlsContexts(settings.tlsSource(), settings.sslContexts());
        HostResolver resolver =
                settings.resolver() == null ? HostResolver.system(reactor.name() + "-names-") : settings.resolver();
        this.errands = new Errands(reactor);
        this.listening = new Listening(reactor, transport, contexts, resolver, errands);
        this.dialling = new Dialling(reactor, transport, resolver, errands);
    }

    /** The way to the network. */
    NetworkTransport transport() {
        return transport;
    }

    /** What TLS needs on this reactor. */
    TlsContexts contexts() {
        return contexts;
    }

    @Override
    public Deferred<Port> listen(ServerEndpoint.Tcp endpoint, Factory factory) {
        return listening.tcp(endpoint.limits(limits(endpoint, factory)), factory);
    }

    @Override
    public Deferred<Port> listen(ServerEndpoint.Unix endpoint, Factory factory) {
        return listening.unix(endpoint.limits(limits(endpoint, factory)), factory);
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(ClientEndpoint.Tcp endpoint, P protocol) {
        return dialling.tcp(endpoint, protocol);
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(ClientEndpoint.Unix endpoint, P protocol) {
        return dialling.unix(endpoint, protocol);
    }

    /** What the endpoint says, and else what the protocol has. */
    private static Limits limits(ServerEndpoint endpoint, Factory factory) {
        return endpoint.limits().over(factory.usual());
    }

    /** Fails the listens and the connects that are under way: nothing would finish them. */
    void giveUp() {
        listening.stop();
        dialling.stop();
        errands.end();
    }

    /** The reactor starts again. */
    void renew() {
        errands.renew();
    }
}
