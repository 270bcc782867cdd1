package io.jtwisted.netty;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Host names and literals. */
final class Names {

    private Names() {}

    /** Whether this is an address, for which no resolver is needed. */
    static boolean isLiteral(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    /**
     * The address that this literal stands for.
     *
     * @throws UnknownHostException if its scope, such as {@code eth0} in {@code fe80::1%eth0}, is no interface of this
     *     machine
     */
    static InetAddress address(String literal) throws UnknownHostException {
        int percent = literal.indexOf('%');
        byte @Nullable [] bytes =
                NetUtil.createByteArrayFromIpAddressString(percent < 0 ? literal : literal.substring(0, percent));
        if (bytes == null) {
            throw new UnknownHostException("expected an IPv4 or IPv6 address, not '" + literal + "'");
        }
        // By its index, for the JDK itself refuses an interface which has no address of that scope: fe80::1%lo.
        return percent < 0
                ? InetAddress.getByAddress(bytes)
                : Inet6Address.getByAddress(null, bytes, scope(literal, literal.substring(percent + 1)));
    }

    /** This address, on the link of that one. */
    static InetAddress scoped(byte[] address, Inet6Address onLink) {
        try {
            return Inet6Address.getByAddress(null, address, onLink.getScopeId());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an IPv6 address has 16 bytes, not " + address.length, e);
        }
    }

    private static int scope(String literal, String name) throws UnknownHostException {
        try {
            NetworkInterface byName = NetworkInterface.getByName(name);
            return byName == null ? Integer.parseUnsignedInt(name) : byName.getIndex();
        } catch (NumberFormatException | SocketException e) {
            UnknownHostException failure = new UnknownHostException(
                    "this machine has no network interface '" + name + "', which " + literal + " names");
            failure.initCause(e);
            throw failure;
        }
    }

    /**
     * In the order in which to try them: one of the first one's family, then one of the other, and so on (RFC 8305,
     * section 4).
     */
    static List<InetAddress> interleaved(List<InetAddress> addresses) {
        boolean six = !addresses.isEmpty() && addresses.get(0) instanceof Inet6Address;
        Queue<InetAddress> first = new ArrayDeque<>();
        Queue<InetAddress> second = new ArrayDeque<>();
        for (InetAddress address : addresses) {
            (address instanceof Inet6Address == six ? first : second).add(address);
        }
        List<InetAddress> result = new ArrayList<>();
        while (!first.isEmpty() || !second.isEmpty()) {
            if (!first.isEmpty()) {
                result.add(first.remove());
            }
            if (!second.isEmpty()) {
                result.add(second.remove());
            }
        }
        return result;
    }
}
