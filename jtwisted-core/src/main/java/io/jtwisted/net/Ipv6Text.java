package io.jtwisted.net;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;

/** IPv6 addresses as RFC 5952 writes them, with the scope of RFC 4007: {@code ::1}, {@code fe80::1%eth0}. */
final class Ipv6Text {
    private static final int GROUPS = 8;

    private Ipv6Text() {}

    static String of(Inet6Address address) {
        int[] groups = groups(address.getAddress());
        int begin = 0;
        int length = 1; // one zero alone is written as it is
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zeros(groups, i);
            if (zeros > length) {
                begin = i;
                length = zeros;
            }
        }
        String text = length == 1
                ? join(groups, 0, GROUPS)
                : join(groups, 0, begin) + "::" + join(groups, begin + length, GROUPS);
        return address.getScopeId() == 0 ? text : text + "%" + scope(address);
    }

    private static int[] groups(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        return groups;
    }

    private static int zeros(int[] groups, int begin) {
        int end = begin;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - begin;
    }

    private static String join(int[] groups, int begin, int end) {
        StringBuilder text = new StringBuilder();
        for (int i = begin; i < end; i++) {
            text.append(i == begin ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    /** The kernel tells its number; the interface's name is what an operator knows. */
    private static String scope(Inet6Address address) {
        try {
            NetworkInterface known = address.getScopedInterface() == null
                    ? NetworkInterface.getByIndex(address.getScopeId())
                    : address.getScopedInterface();
            return known == null ? Integer.toString(address.getScopeId()) : known.getName();
        } catch (SocketException e) {
            return Integer.toString(address.getScopeId());
        }
    }
}
