package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "::1, 0:0:0:0:0:0:0:1",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "fe80::1%7, fe80:0:0:0:0:0:0:1%7"
    })
    void aLiteralIsResolved(String host, String written) {
        InetSocketAddress address = new Address.Inet(host, 80).toSocketAddress();

        assertThat(address.isUnresolved()).isFalse();
        assertThat(address.getPort()).isEqualTo(80);
        assertThat(address.getAddress().getHostAddress()).isEqualTo(written);
        assertThat(address.getAddress().toString()).startsWith("/"); // no name was looked for
    }

    @Test
    void aScopeMayBeTheNameOfAnInterface() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());

        InetSocketAddress address = new Address.Inet("fe80::1%" + loopback.getName(), 80).toSocketAddress();

        assertThat(address.getAddress())
                .isInstanceOfSatisfying(
                        Inet6Address.class, six -> assertThat(six.getScopeId()).isEqualTo(loopback.getIndex()));
        assertThat(Address.Inet.of(address)).isEqualTo(new Address.Inet("fe80::1%" + loopback.getName(), 80));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "example.org",
                "1",
                "127.1",
                "1.2.3",
                "256.0.0.1",
                "1.2.3.4.5",
                "0x7f.0.0.1",
                "",
                "a%b",
                "fe80::1%no-such",
                "::g",
                "1:2",
                ":::",
                "fe80::1%",
                "::1]",
                "/127.0.0.1",
                "-1.0.0.0"
            })
    void whatIsNoLiteralIsNotResolved(String host) {
        InetSocketAddress address = new Address.Inet(host, 80).toSocketAddress();

        assertThat(address.isUnresolved()).isTrue();
        assertThat(address.getHostString()).isEqualTo(host);
    }
}
