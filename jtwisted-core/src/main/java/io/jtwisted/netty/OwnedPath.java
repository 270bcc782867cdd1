package io.jtwisted.netty;

import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;

/**
 * Where a Unix socket is bound, with Netty's native transports. They remove what is at the path of this address after the
 * socket has been closed; by then it may be the file of another socket.
 */
final class OwnedPath extends DomainSocketAddress {
    private boolean left;

    OwnedPath(String path) {
        super(path);
    }

    /** From now on it has no path. */
    static void leave(Channel server) {
        if (server.localAddress() instanceof OwnedPath address) {
            address.left = true;
        }
    }

    @Override
    public String path() {
        return left ? "" : super.path();
    }
}
