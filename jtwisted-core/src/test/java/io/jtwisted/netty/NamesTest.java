package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "::1, true",
        "fe80::1%eth0, true",
        "::ffff:192.0.2.1, true",
        "localhost, false",
        "1.2.3, false",
        "example.org, false"
    })
    void literalsAskNoResolver(String host, boolean literal) {
        assertThat(Names.isLiteral(host)).isEqualTo(literal);
    }

    @Test
    void literalsAreAddresses() throws Exception {
        assertThat(Names.address("192.0.2.1")).isEqualTo(InetAddress.getByName("192.0.2.1"));
        assertThat(Names.address("2001:db8::1")).isEqualTo(InetAddress.getByName("2001:db8::1"));
        assertThat(Names.address("::ffff:192.0.2.1")).isEqualTo(InetAddress.getByName("192.0.2.1"));
    }

    @Test
    void aScopeIsAnInterfaceByNameOrNumber() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());

        InetAddress byName = Names.address("fe80::1%" + loopback.getName());
        InetAddress byNumber = Names.address("fe80::1%" + loopback.getIndex());

        assertThat(((Inet6Address) byName).getScopeId()).isEqualTo(loopback.getIndex());
        assertThat(((Inet6Address) byNumber).getScopeId()).isEqualTo(loopback.getIndex());
    }

    @Test
    void aScopeThatIsNoInterfaceIsNamed() {
        assertThatThrownBy(() -> Names.address("fe80::1%nope"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("this machine has no network interface 'nope', which fe80::1%nope names");
    }

    @ParameterizedTest
    @CsvSource({
        "a1 a2 b1 b2, a1 b1 a2 b2",
        "b1 b2 b3 a1, b1 a1 b2 b3",
        "a1 a2, a1 a2",
        "b1, b1",
        "a1 b1 a2 b2, a1 b1 a2 b2"
    })
    void familiesTakeTurns(String found, String tried) throws Exception {
        assertThat(Names.interleaved(addresses(found))).isEqualTo(addresses(tried));
    }

    /** An a is of IPv6, a b of IPv4. */
    private static List<InetAddress> addresses(String names) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String name : names.split(" ", -1)) {
            addresses.add(InetAddress.getByName((name.startsWith("a") ? "2001:db8::" : "192.0.2.") + name.charAt(1)));
        }
        return addresses;
    }
}
