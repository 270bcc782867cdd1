package io.jtwisted.testing;

import io.jtwisted.net.Address;
import java.util.Set;

/** Which addresses are the same place. */
final class Places {
    private static final Set<String> ANY = Set.of("", "0.0.0.0", "::");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private Places() {}

    static boolean isAnyPort(Address address) {
        return address instanceof Address.Inet inet && inet.port() == 0;
    }

    /** Whether two cannot listen there at once. */
    static boolean collide(Address one, Address other) {
        if (one instanceof Address.Inet first && other instanceof Address.Inet second) {
            return first.port() == second.port()
                    && (ANY.contains(first.host())
                            || ANY.contains(second.host())
                            || sameHost(first.host(), second.host()));
        }
        return one.equals(other);
    }

    /** Whether a connect to this address reaches a port there. */
    static boolean answers(Address listening, Address asked) {
        if (listening instanceof Address.Inet place && asked instanceof Address.Inet wanted) {
            boolean local = ANY.contains(wanted.host()) || LOOPBACK.contains(wanted.host());
            return place.port() == wanted.port()
                    && ((ANY.contains(place.host()) && local) || sameHost(place.host(), wanted.host()));
        }
        return listening.equals(asked);
    }

    private static boolean sameHost(String one, String other) {
        return one.equalsIgnoreCase(other) || (LOOPBACK.contains(one) && LOOPBACK.contains(other));
    }
}
