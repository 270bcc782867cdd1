package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one reads after a slip in an endpoint string; {@code ~} stands for the string, quoted. */
class EndpointErrorsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            "" | expected an endpoint such as tcp:8080, not an empty string
            tpc:80 | unknown endpoint 'tpc'; known are tcp, test-echo, test-loud, test-wrap, tls, unix
            8080 | unknown endpoint '8080'; known are tcp, test-echo, test-loud, test-wrap, tls, unix
            port=80 | unknown endpoint 'port=80'; known are tcp, test-echo, test-loud, test-wrap, tls, unix
            TCP:80 | unknown endpoint 'TCP'; known are tcp, test-echo, test-loud, test-wrap, tls, unix
            test-echo:a | endpoint ~: 'test-echo' is for clients, which connect; it cannot listen
            tcp | endpoint ~ needs a port, for example tcp:8080
            tcp: | endpoint ~ needs a port, for example tcp:8080
            tcp:backlog=5 | endpoint ~ needs a port, for example tcp:8080
            tcp:80x | endpoint ~: expected a number from 0 to 65535 as port, not '80x'
            tcp:-1 | endpoint ~: expected a number from 0 to 65535 as port, not '-1'
            tcp:+1 | endpoint ~: expected a number from 0 to 65535 as port, not '+1'
            tcp:65536 | endpoint ~: expected a number from 0 to 65535 as port, not '65536'
            tcp:99999999999999999999 | endpoint ~: expected a number from 0 to 65535 as port, not '99999999999999999999'
            tcp:port=x | endpoint ~: expected a number from 0 to 65535 as port, not 'x'
            tcp:80:backlog=0 | endpoint ~: expected a number from 1 to 2147483647 as backlog, not '0'
            tcp:80:connections=many | endpoint ~: expected a number from 0 to 2147483647 as connections, not 'many'
            tcp:80:unsent=1k | endpoint ~: expected a number from 0 to 9223372036854775807 as unsent, not '1k'
            tcp:80:silence=5m | endpoint ~: expected seconds, such as 30 or 0.5, as silence, not '5m'
            tcp:80:silence=-1 | endpoint ~: expected seconds, such as 30 or 0.5, as silence, not '-1'
            tcp:80:silence=.5 | endpoint ~: expected seconds, such as 30 or 0.5, as silence, not '.5'
            tcp:80:silence=99999999999999999999 | endpoint ~: expected seconds, such as 30 or 0.5, as silence, not '99999999999999999999'
            tcp:80:colour=red | endpoint ~: unknown option 'colour'; known are age, backlog, connections, high-water, interface, keepalive, keepalive-count, keepalive-idle, keepalive-interval, low-water, name, nodelay, per-address, read-silence, reuseport, silence, unsent, when-full, write-timeout
            tcp:80:bundle=x | endpoint ~: unknown option 'bundle'; known are age, backlog, connections, high-water, interface, keepalive, keepalive-count, keepalive-idle, keepalive-interval, low-water, name, nodelay, per-address, read-silence, reuseport, silence, unsent, when-full, write-timeout
            tcp:80:backlog=1:backlog=2 | endpoint ~: option 'backlog' is there twice
            tcp:80:interface= | endpoint ~: option 'interface' has no value
            tcp:interface=::1:80 | endpoint ~: option 'interface' has no value
            tcp:80:81 | endpoint ~: '81' is one value too many; a colon within a value is written \\:
            tcp:80: | endpoint ~: '' is one value too many; a colon within a value is written \\:
            tcp:80:port=81 | endpoint ~: '80' is one value too many; a colon within a value is written \\:
            tcp:80:interface=[::1] | endpoint ~: an IPv6 address has no brackets here, and a backslash before each colon: \\:\\:1
            tcp:80\\ | endpoint ~: the backslash at the end escapes nothing; write \\\\ for a backslash
            unix:C\\:\\temp | endpoint ~: a backslash escapes :, = and \\ but not 't'; write \\\\ for a backslash
            tls:443 | endpoint ~ needs bundle=NAME or cert=FILE
            tls: | endpoint ~ needs a port, for example tls:443:bundle=NAME
            tls:443:trust=/ca | endpoint ~ needs bundle=NAME or cert=FILE
            tls:443:key=/k | endpoint ~ needs cert=FILE, as it has a key
            tls:443:bundle= | endpoint ~: option 'bundle' has no value
            tls:443:bundle=a:cert=/c | endpoint ~: a bundle has all that cert, key and trust would say; use one or the other
            tls:443:bundle=a:trust=/c | endpoint ~: a bundle has all that cert, key and trust would say; use one or the other
            tls:443:bundel=a | endpoint ~: unknown option 'bundel'; known are age, alpn, alpn-required, backlog, bundle, cert, client-auth, connections, handshake-timeout, high-water, interface, keepalive, keepalive-count, keepalive-idle, keepalive-interval, key, low-water, name, nodelay, per-address, read-silence, reuseport, silence, trust, unsent, when-full, write-timeout
            tls:443:bundle=a:client-auth=yes | endpoint ~: expected one of none, want, need as client-auth, not 'yes'
            tls:443:bundle=a:alpn=h2,,x | endpoint ~: expected an application protocol, such as h2, not ''
            tls:443:bundle=a:alpn=h2, x | endpoint ~: expected an application protocol, such as h2, not ' x'
            unix: | endpoint ~ needs a path, for example unix:/run/app.sock
            unix:/x:mode=888 | endpoint ~: expected an octal number from 0 to 777 as mode, not '888'
            unix:/x:mode=1777 | endpoint ~: expected an octal number from 0 to 777 as mode, not '1777'
            unix:/x:timeout=1 | endpoint ~: unknown option 'timeout'; known are age, backlog, connections, high-water, low-water, mode, name, per-address, read-silence, silence, unsent, when-full, write-timeout
            """)
    void aServerSaysWhatIsWrong(String text, String message) {
        String expected = message.replace("~", "'" + text + "'");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerEndpoint.parse(text))
                .withMessage(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            "" | expected an endpoint such as tcp:localhost:8080, not an empty string
            udp:a:1 | unknown endpoint 'udp'; known are tcp, test-echo, test-loud, test-wrap, tls, unix
            tcp | endpoint ~ needs a host, for example tcp:localhost:8080
            tcp::80 | endpoint ~ needs a host, for example tcp:localhost:8080
            tcp:localhost | endpoint ~ needs a port, for example tcp:localhost:8080
            tls:localhost | endpoint ~ needs a port, for example tls:example.org:443
            tcp:[::1]:80 | endpoint ~: an IPv6 address has no brackets here, and a backslash before each colon: \\:\\:1
            tcp:[\\:\\:1]:80 | endpoint ~: an IPv6 address has no brackets here, and a backslash before each colon: \\:\\:1
            tcp:a:80:81 | endpoint ~: '81' is one value too many; a colon within a value is written \\:
            tcp:a:80:timeout=soon | endpoint ~: expected seconds, such as 30 or 0.5, as timeout, not 'soon'
            tcp:a:80:backlog=5 | endpoint ~: unknown option 'backlog'; known are age, high-water, low-water, read-silence, silence, timeout, unsent, write-timeout
            tls:a:443:key=/k | endpoint ~ needs cert=FILE, as it has a key
            tls:a:443:client-auth=need | endpoint ~: unknown option 'client-auth'; known are age, alpn, alpn-required, bundle, cert, handshake-timeout, high-water, key, low-water, read-silence, server-name, silence, timeout, trust, unsent, write-timeout
            unix | endpoint ~ needs a path, for example unix:/run/app.sock
            unix:/x:mode=600 | endpoint ~: unknown option 'mode'; known are age, high-water, low-water, read-silence, silence, timeout, unsent, write-timeout
            test-echo:a:times=10 | endpoint ~: expected a number from 1 to 9 as times, not '10'
            test-echo:a:times=2:loud=yes | endpoint ~: loud goes with times=1
            test-echo:a:soft=yes | endpoint ~: unknown option 'soft'; known are loud, times
            """)
    void aClientSaysWhatIsWrong(String text, String message) {
        String expected = message.replace("~", "'" + text + "'");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientEndpoint.parse(text))
                .withMessage(expected);
    }

    @Test
    void aFileWhichCannotBeIsNamed() {
        String text = "tls:443:cert=a\0b";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerEndpoint.parse(text))
                .withMessage("endpoint '" + text + "': expected the path of a file as cert, not 'a\0b'");
    }

    @Test
    void whatNoStringCouldSayIsRefusedInCodeToo() {
        Path file = Path.of("x.pem");

        assertThatIllegalArgumentException().isThrownBy(() -> ClientEndpoint.tcp("[::1]", 80));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerEndpoint.tcp(80).on("[::1]"));
        assertThatIllegalArgumentException().isThrownBy(() -> Tls.client().alpn("h2,http/1.1"));
        assertThatIllegalArgumentException().isThrownBy(() -> Tls.bundle(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new TlsKeys.Pem(file, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new TlsKeys.Pem(null, file, file));
        assertThatIllegalArgumentException().isThrownBy(() -> new TlsKeys.Pem(null, null, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientEndpoint.tcp("a", 80).timeout(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientEndpoint.unix("a").timeout(Duration.ofNanos(-1)));
    }
}
