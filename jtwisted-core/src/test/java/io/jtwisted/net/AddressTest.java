package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:80",
        "::1, [::1]:80",
        "2001:db8:0:0:0:0:0:0, [2001:db8::]:80",
        "2001:db8::1:0:0:1, [2001:db8::1:0:0:1]:80",
        "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]:80",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:80",
        "2001:DB8::ABCD, [2001:db8::abcd]:80",
        "0:0:1::, [0:0:1::]:80",
        "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:80",
        "::ffff:192.0.2.1, 192.0.2.1:80"
    })
    void literalsAreShort(String literal, String written) throws Exception {
        Address.Inet address = Address.Inet.of(new InetSocketAddress(InetAddress.getByName(literal), 80));

        assertThat(address).hasToString(written);
    }

    @Test
    void allInterfacesHaveOneName() throws Exception {
        assertThat(Address.Inet.of(new InetSocketAddress(InetAddress.getByName("::"), 80)))
                .hasToString("0.0.0.0:80");
    }

    @Test
    void aScopeIsTheNameOfItsInterface() throws Exception {
        byte[] bytes = InetAddress.getByName("fe80::1").getAddress();
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());

        InetAddress known = Inet6Address.getByAddress(null, bytes, loopback.getIndex());
        InetAddress unknown = Inet6Address.getByAddress(null, bytes, 4_711);

        assertThat(Address.Inet.of(new InetSocketAddress(known, 80)))
                .hasToString("[fe80::1%" + loopback.getName() + "]:80");
        assertThat(Address.Inet.of(new InetSocketAddress(unknown, 80))).hasToString("[fe80::1%4711]:80");
    }
}
