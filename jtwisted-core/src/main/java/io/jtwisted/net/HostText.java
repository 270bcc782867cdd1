package io.jtwisted.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads IPv4 and IPv6 literals, and never asks a resolver: what is no literal is none. */
final class HostText {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    private HostText() {}

    /** The address that this stands for; null for a name, or for a scope which is no interface of this machine. */
    static @Nullable InetAddress address(String host) {
        try {
            if (IPV4.matcher(host).matches()) {
                return InetAddress.getByName(host);
            }
            return host.indexOf(':') < 0 ? null : ipv6(host);
        } catch (UnknownHostException | SocketException | NumberFormatException e) {
            return null;
        }
    }

    private static InetAddress ipv6(String host) throws UnknownHostException, SocketException {
        int percent = host.indexOf('%');
        if (percent < 0) {
            return bracketed(host);
        }
        // By its index, for the JDK itself refuses an interface which has no address of that scope: fe80::1%lo.
        NetworkInterface named = NetworkInterface.getByName(host.substring(percent + 1));
        int scope = named == null ? Integer.parseUnsignedInt(host.substring(percent + 1)) : named.getIndex();
        return Inet6Address.getByAddress(
                null, bracketed(host.substring(0, percent)).getAddress(), scope);
    }

    /** In brackets the JDK takes nothing but a literal. */
    private static InetAddress bracketed(String literal) throws UnknownHostException {
        return InetAddress.getByName("[" + literal + "]");
    }
}
