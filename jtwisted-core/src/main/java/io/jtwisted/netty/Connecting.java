package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.net.Address;
import io.jtwisted.net.Ledger;
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
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Somebody connects: tries one address after the other until one answers, time is up, or nobody wants it any more. */
final class Connecting<P extends Protocol> implements Opening {
    private final NettyReactor reactor;
    private final P protocol;
    private final Limits limits;
    private final Supplier<Channel> channels;
    private final String host;
    private final int port;
    private @Nullable SslContext context;
    private @Nullable Tls tls;
    private final Deferred<P> result;
    private final Queue<SocketAddress> addresses = new ArrayDeque<>();
    private String what = "";
    private @Nullable DelayedCall timeout;
    private @Nullable Channel channel;
    private boolean made;
    private boolean over;

    Connecting(NettyReactor reactor, P protocol, Limits limits, Supplier<Channel> channels, String host, int port) {
        this.reactor = reactor;
        this.protocol = protocol;
        this.limits = limits;
        this.channels = channels;
        this.host = host;
        this.port = port;
        this.result = Deferred.on(reactor, cancelled -> giveUp());
    }

    /** With TLS from the beginning, unless these are null. */
    Connecting<P> tls(@Nullable SslContext made, @Nullable Tls asked) {
        context = made;
        tls = asked;
        return this;
    }

    /** Begins. {@code what} is what to call it when it fails. */
    Deferred<P> to(List<? extends SocketAddress> candidates, Duration patience, String name) {
        what = name;
        addresses.addAll(candidates);
        if (!patience.isZero()) {
            timeout = reactor.callLater(
                    patience,
                    () -> finish(new SocketTimeoutException("no connection to " + what + " within " + patience)));
        }
        attempt(new UnknownHostException(what));
        return result;
    }

    private void attempt(Throwable lastFailure) {
        SocketAddress address = addresses.poll();
        if (address == null) {
            finish(lastFailure);
            return;
        }
        try {
            attempt(address);
        } catch (Exception e) { // no file descriptor left, as a rule
            finish(e);
        }
    }

    private void attempt(SocketAddress address) {
        Channel attempted = channels.get();
        channel = attempted;
        Channels.open(attempted, reactor, this, handler(attempted)).addListener(registered -> {
            if (!registered.isSuccess()) {
                attempt(registered.cause());
                return;
            }
            attempted.connect(address).addListener(connected -> {
                if (connected.isSuccess()) {
                    stopClock();
                } else if (!over) {
                    attempted.close();
                    attempt(cannotConnect(connected.cause()));
                }
            });
        });
    }

    private IOException cannotConnect(Throwable cause) {
        ConnectException failure = new ConnectException("cannot connect to " + what + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    private @Nullable ChannelHandler handler(Channel attempted) {
        return context == null || tls == null ? null : TlsContexts.clientHandler(context, attempted, tls, host, port);
    }

    @Override
    public ChannelHandler upgrade(Channel plain, Tls wanted) throws SSLException {
        return reactor.network().contexts().clientHandler(plain, wanted, host, port);
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public SocketSettings settings() {
        return SocketSettings.USUAL;
    }

    @Override
    public Ledger ledger(NettyReactor home) {
        return home.watched().outgoing();
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public Protocol protocol(Address peer) {
        made = true;
        return protocol;
    }

    @Override
    public void opened(@Nullable Throwable thrown) {
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

    /** The channel was connected, but closed before the protocol heard of it: the handshake failed. */
    @Override
    public void failed(Channel channel, Throwable cause) {
        finish(cause instanceof SSLException ? noHandshake(cause) : cause);
    }

    private SSLHandshakeException noHandshake(Throwable cause) {
        SSLHandshakeException failure =
                new SSLHandshakeException("no TLS handshake with " + what + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    private void finish(Throwable cause) {
        if (!over) {
            giveUp();
            result.errback(cause);
        }
    }

    private void giveUp() {
        over = true;
        stopClock();
        if (made) { // by the protocol itself, in connectionMade
            protocol.transport().loseConnection();
        } else if (channel != null) {
            Channels.close(channel);
        }
    }

    private void stopClock() {
        if (timeout != null && timeout.active()) {
            timeout.cancel();
        }
    }
}
