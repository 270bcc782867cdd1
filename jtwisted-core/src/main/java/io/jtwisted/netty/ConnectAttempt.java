package io.jtwisted.netty;

import io.jtwisted.net.Address;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Tls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.net.SocketAddress;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A client tries one address. Only the attempt that won the race speaks for the client. */
final class ConnectAttempt implements Opening {
    private enum State {
        TRYING,
        WON,
        OVER
    }

    private final Race race;
    private final Connecting<?> client;
    private @Nullable Channel channel;
    private State state = State.TRYING;

    ConnectAttempt(Race race, Connecting<?> client) {
        this.race = race;
        this.client = client;
    }

    @SuppressWarnings("CatchingUnchecked") // the border: whatever is thrown is why this address is of no use
    void begin(SocketAddress address) {
        try {
            connect(client.channel(), address);
        } catch (Exception | Error e) { // no file descriptor left, as a rule
            failed(e);
        }
    }

    private void connect(Channel made, SocketAddress address) {
        channel = made;
        Channels.then(
                Channels.open(made, client.reactor(), this, client.tlsHandler(made)),
                () -> Channels.then(made.connect(address), this::connected, this::failed),
                this::failed);
    }

    private void connected() {
        if (state == State.TRYING) {
            state = State.WON;
            race.won(this);
        }
    }

    private void failed(Throwable cause) {
        if (state == State.TRYING) {
            giveUp();
            race.failed(this, cause);
        }
    }

    /** Closes the channel; nothing more is heard of it. */
    void giveUp() {
        state = State.OVER;
        if (channel != null) {
            Channels.close(channel);
        }
    }

    @Override
    public ChannelHandler upgrade(Channel plain, Tls wanted) throws SSLException {
        return client.upgrade(plain, wanted);
    }

    @Override
    public Limits limits() {
        return client.limits();
    }

    @Override
    public SocketSettings settings() {
        return SocketSettings.USUAL;
    }

    @Override
    public Ledger ledger(NettyReactor home) {
        return home.connections().outgoing();
    }

    @Override
    public boolean isOver() {
        return state == State.OVER;
    }

    @Override
    public Protocol protocol(Address peer) {
        return client.protocol();
    }

    @Override
    public void opened(@Nullable Throwable thrown) {
        client.opened(thrown);
    }

    /** The channel was connected, but closed before the protocol heard of it: the handshake failed. */
    @Override
    public void failed(Channel connected, Throwable cause) {
        if (state == State.WON) {
            client.noHandshake(cause);
        }
    }
}
