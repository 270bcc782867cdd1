package sketches.socks;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;

/**
 * Through this proxy to this host.
 *
 * @param host a name, which the proxy looks up
 */
record Socks5(ClientEndpoint proxy, String host, int port) implements ClientEndpoint {

    @Override
    public <P extends Protocol> Deferred<P> connect(Reactor reactor, P protocol) {
        return proxy.connect(reactor, new SocksHandshake(host, port, protocol))
                .chainCallback(SocksHandshake::done)
                .addCallback(through -> protocol);
    }

    @Override
    public String kind() {
        return "socks";
    }

    @Override
    public String toString() {
        return "socks:" + proxy + " to " + host + ":" + port;
    }
}
