package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Tls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * A client on its way: it waits for the addresses and the keys, then for the first address that connects, then for the
 * handshake. One clock runs from the beginning until it is connected. On the loop.
 */
final class Connecting<P extends Protocol> {
    private final NettyReactor reactor;
    private final P protocol;
    private final Limits limits;
    private final Supplier<Channel> channels;
    private final Target target;
    private final Deferred<P> result;
    private @Nullable Deferred<Boolean> preparing;
    private @Nullable SslContext context;
    private @Nullable DelayedCall timeout;
    private @Nullable Race race;
    private boolean made;
    private boolean over;

    /** Where it goes, in the caller's words. {@code tls} is null for none from the beginning. */
    record Target(
            String name, String host, int port, @Nullable Tls tls) {}

    /** What has to be known before: the addresses, and the context if there is TLS. */
    record Place(
            List<? extends SocketAddress> addresses,
            @Nullable SslContext context) {}

    Connecting(NettyReactor reactor, P protocol, Limits limits, Supplier<Channel> channels, Target target) {
        this.reactor = reactor;
        this.protocol = protocol;
        this.limits = limits;
        this.channels = channels;
        this.target = target;
        this.result = Deferred.on(reactor, cancelled -> giveUp());
    }

    /** Begins. */
    Deferred<P> to(Deferred<Place> place, Duration patience) {
        if (!patience.isZero()) {
            timeout = reactor.callLater(
                    patience,
                    () -> finish(new SocketTimeoutException("no connection to " + target.name + " within " + patience
                            + (race == null ? ": its name or its keys were not there in time" : ""))));
        }
        Deferred<Boolean> prepared = place.addCallback(this::race).addErrback(this::finish);
        if (!prepared.fired()) {
            preparing = prepared;
        }
        return result;
    }

    private boolean race(Place place) throws UnknownHostException {
        preparing = null;
        if (!reactor.inLoop()) { // a chain whose home has ended runs where it is fired
            throw new IllegalStateException(reactor + " has stopped");
        }
        if (place.addresses.isEmpty()) {
            throw new UnknownHostException(target.name);
        }
        if (!over) {
            context = place.context;
            race = new Race(this, place.addresses);
            race.go();
        }
        return true;
    }

    NettyReactor reactor() {
        return reactor;
    }

    Limits limits() {
        return limits;
    }

    Channel channel() {
        return channels.get();
    }

    @Nullable
    ChannelHandler tlsHandler(Channel attempted) {
        return context == null || target.tls == null
                ? null
                : TlsContexts.clientHandler(context, attempted, target.tls, target.host, target.port);
    }

    ChannelHandler upgrade(Channel plain, Tls wanted) throws SSLException {
        return reactor.nettyNetwork().contexts().clientHandler(plain, wanted, target.host, target.port);
    }

    /** For the connection. */
    Protocol protocol() {
        made = true;
        return protocol;
    }

    /** One address has connected. */
    void connected() {
        stopClock();
    }

    /** The protocol is connected; {@code thrown} is what its connectionMade threw, if anything. */
    void opened(@Nullable Throwable thrown) {
        if (over) {
            return;
        }
        stopClock();
        over = true;
        if (thrown == null) {
            result.callback(protocol);
        } else {
            result.errback(thrown);
        }
    }

    /** No address has connected. */
    void cannotConnect(Throwable cause) {
        IOException failure = new ConnectException("cannot connect to " + target.name + ": " + cause.getMessage());
        failure.initCause(cause);
        finish(cause instanceof Exception ? failure : cause);
    }

    /** It was connected, and went before the protocol heard of it. */
    void noHandshake(Throwable cause) {
        if (!(cause instanceof SSLException)) {
            finish(cause);
            return;
        }
        SSLHandshakeException failure =
                new SSLHandshakeException("no TLS handshake with " + target.name + ": " + cause.getMessage());
        failure.initCause(cause);
        finish(failure);
    }

    /** The reactor stops. */
    void stop() {
        finish(new ConnectException("cannot connect to " + target.name + ": " + reactor + " stops"));
    }

    private boolean finish(Throwable cause) {
        boolean first = !over;
        if (first) {
            giveUp();
            result.errback(cause);
        }
        return first;
    }

    private void giveUp() {
        over = true;
        stopClock();
        if (preparing != null) {
            preparing.cancel();
        }
        if (made) { // by the protocol itself, in connectionMade
            protocol.transport().loseConnection();
        } else if (race != null) {
            race.giveUp();
        }
    }

    private void stopClock() {
        if (timeout != null && timeout.active()) {
            timeout.cancel();
        }
    }
}
