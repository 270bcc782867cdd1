package io.jtwisted.netty;

import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** What Netty's transports with a native library have in common: Unix sockets, and what most of them can do. */
abstract class NativeTransport implements NetworkTransport {

    @Override
    public final SocketAddress unixAddress(String path) {
        return new DomainSocketAddress(path);
    }

    @Override
    public final SocketAddress unixServerAddress(String path) {
        return new OwnedPath(path);
    }

    @Override
    public final void leaveFile(Channel unixServer) {
        OwnedPath.leave(unixServer);
    }

    @Override
    public @Nullable NativeSend nativeSend(Channel channel) {
        return NativeSend.of(channel);
    }

    @Override
    public boolean pausesAccepting() {
        return true;
    }

    @Override
    public boolean closesUnixAtEnd() {
        return false;
    }
}
