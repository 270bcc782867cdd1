package io.jtwisted.netty;

import io.jtwisted.net.Address;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** From Netty's and the JDK's addresses to ours. */
final class Addresses {

    private Addresses() {}

    /** Null, as for a client of a Unix socket, is an unnamed one. */
    static Address of(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return Address.Inet.of(inet);
        }
        if (address instanceof DomainSocketAddress unix) {
            return new Address.Unix(unix.path());
        }
        return new Address.Unix(
                address instanceof UnixDomainSocketAddress unix ? unix.getPath().toString() : "");
    }
}
