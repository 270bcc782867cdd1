package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.net.Address;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Somebody connects: tries one address after the other until one answers, time is up, or nobody wants it any more. */
final class Connecting<P extends Protocol> implements Opening {
    private final NettyReactor reactor;
    private final P protocol;
    private final Limits limits;
    private final Supplier<Channel> channels;
    private final Function<Channel, @Nullable ChannelHandler> tls;
    private final Deferred<P> result;
    private final Queue<SocketAddress> addresses = new ArrayDeque<>();
    private @Nullable DelayedCall timeout;
    private @Nullable Channel channel;
    private boolean over;

    Connecting(
            NettyReactor reactor,
            P protocol,
            Limits limits,
            Supplier<Channel> channels,
            Function<Channel, @Nullable ChannelHandler> tls) {
        this.reactor = reactor;
        this.protocol = protocol;
        this.limits = limits;
        this.channels = channels;
        this.tls = tls;
        this.result = Deferred.on(reactor, cancelled -> giveUp());
    }

    Deferred<P> to(List<? extends SocketAddress> candidates, Duration patience, String what) {
        addresses.addAll(candidates);
        if (!patience.isZero()) {
            timeout = reactor.callLater(
                    patience, () -> finish(new SocketTimeoutException("no connection to " + what + " within " + patience)));
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
        Channel attempted = channels.get();
        channel = attempted;
        Channels.open(attempted, reactor, this, tls.apply(attempted)).addListener(registered -> {
            if (!registered.isSuccess()) {
                attempt(registered.cause());
                return;
            }
            attempted.connect(address).addListener(connected -> {
                if (connected.isSuccess()) {
                    stopClock();
                } else if (!over) {
                    attempted.close();
                    attempt(connected.cause());
                }
            });
        });
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public @Nullable Protocol protocol(Address peer) {
        return over ? null : protocol;
    }

    @Override
    public void opened(@Nullable Throwable thrown) {
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
    public void failed(Throwable cause) {
        finish(cause);
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
        if (channel != null) {
            channel.close();
        }
    }

    private void stopClock() {
        if (timeout != null && timeout.active()) {
            timeout.cancel();
        }
    }
}
