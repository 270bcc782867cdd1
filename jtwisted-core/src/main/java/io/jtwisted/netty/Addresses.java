package io.jtwisted.netty;

import io.jtwisted.net.Address;
import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From Netty's and the JDK's addresses to ours. */
final class Addresses {

    private Addresses() {}

    /** All that a socket serves which is bound to this: one which is bound to all of IPv6 serves all of IPv4 too. */
    static List<Address> served(SocketAddress address) {
        Address one = of(address);
        return address instanceof InetSocketAddress inet
                        && inet.getAddress() instanceof Inet6Address host
                        && host.isAnyLocalAddress()
                ? List.of(one, new Address.Inet("::", inet.getPort()))
                : List.of(one);
    }

    /** The other end of this channel. Some transports forget the scope there; it is that of our end. */
    static Address peer(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer
                        && peer.getAddress() instanceof Inet6Address there
                        && there.isLinkLocalAddress()
                        && there.getScopeId() == 0
                        && channel.localAddress() instanceof InetSocketAddress host
                        && host.getAddress() instanceof Inet6Address here
                ? Address.Inet.of(new InetSocketAddress(Names.scoped(there.getAddress(), here), peer.getPort()))
                : of(channel.remoteAddress());
    }

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
