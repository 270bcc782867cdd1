package io.jtwisted.netty;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Host names and literals. */
final class Names {

    private Names() {}

    /** Whether looking this up does not block; the empty host, which is all of them, does not. */
    static boolean isLiteral(String host) {
        return host.isEmpty() || NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    /** All addresses of this host, in the system's order. Blocks if it is not a literal. */
    static List<InetAddress> lookUp(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }
}
