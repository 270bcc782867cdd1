package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any endpoint is equal to what its string is read as, whatever characters its names are made of. */
class EndpointRoundTripTest {
    private static final String NASTY = ":=\\:=\\ab0, ./[]{}()\"'$%~#-_\t\n\u0000\u00e4\u20ac";
    private static final int LONGEST = 9;

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aServerComesBack(int seed) {
        Random random = new Random(seed);
        ServerEndpoint endpoint = server(random);

        ServerEndpoint read = ServerEndpoint.parse(endpoint.toString());

        assertThat(read).as("seed %s", seed).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aClientComesBack(int seed) {
        Random random = new Random(seed);
        ClientEndpoint endpoint = client(random);

        ClientEndpoint read = ClientEndpoint.parse(endpoint.toString());

        assertThat(read).as("seed %s", seed).isEqualTo(endpoint);
    }

    static ServerEndpoint server(Random random) {
        return random.nextInt(4) == 0 ? unixServer(random) : tcpServer(random);
    }

    static ClientEndpoint client(Random random) {
        return random.nextInt(4) == 0 ? unixClient(random) : tcpClient(random);
    }

    private static ServerEndpoint tcpServer(Random random) {
        ServerEndpoint.Tcp tcp = ServerEndpoint.tcp(random.nextInt(65536)).limits(limits(random, Limits.server()));
        tcp = random.nextBoolean() ? tcp.on(host(random)) : tcp;
        tcp = random.nextBoolean() ? tcp.backlog(1 + random.nextInt(Integer.MAX_VALUE)) : tcp;
        tcp = random.nextBoolean() ? tcp.socket(socket(random)) : tcp;
        tcp = random.nextBoolean() ? tcp.name(text(random)) : tcp;
        if (random.nextBoolean()) {
            return tcp;
        }
        Tls.ClientAuth[] auths = Tls.ClientAuth.values();
        TlsKeys keys = random.nextBoolean() ? new TlsKeys.Bundle(text(random)) : pem(random);
        return tcp.tls(common(random, Tls.of(keys)).clientAuth(auths[random.nextInt(auths.length)]));
    }

    private static ServerEndpoint unixServer(Random random) {
        ServerEndpoint.Unix unix = ServerEndpoint.unix(text(random)).limits(limits(random, Limits.server()));
        unix = random.nextBoolean() ? unix.backlog(1 + random.nextInt(9)) : unix;
        unix = random.nextBoolean() ? unix.name(text(random)) : unix;
        return random.nextBoolean() ? unix.mode(random.nextInt(01000)) : unix;
    }

    private static ClientEndpoint tcpClient(Random random) {
        ClientEndpoint.Tcp tcp =
                ClientEndpoint.tcp(host(random), random.nextInt(65536)).limits(common(random, Limits.client()));
        tcp = random.nextBoolean() ? tcp.timeout(duration(random)) : tcp;
        TlsKeys keys = switch (random.nextInt(5)) {
            case 0 -> new TlsKeys.Platform();
            case 1 -> new TlsKeys.Bundle(text(random));
            case 2 -> new TlsKeys.Pem(null, null, file(random));
            default -> pem(random);
        };
        Tls tls = common(random, Tls.of(keys));
        tls = random.nextBoolean() ? tls.serverName(text(random)) : tls;
        return random.nextBoolean() ? tcp.tls(tls) : tcp;
    }

    private static ClientEndpoint unixClient(Random random) {
        ClientEndpoint.Unix unix = ClientEndpoint.unix(text(random)).limits(common(random, Limits.client()));
        return random.nextBoolean() ? unix.timeout(duration(random)) : unix;
    }

    private static TlsKeys.Pem pem(Random random) {
        Path certificates = file(random);
        Path key = random.nextBoolean() ? file(random) : certificates;
        return random.nextBoolean()
                ? new TlsKeys.Pem(certificates, key, file(random))
                : new TlsKeys.Pem(certificates, key, null);
    }

    private static Tls common(Random random, Tls tls) {
        Tls more =
                random.nextBoolean() ? tls.alpn("h2", "a:b=c\\d", "http/1.1").alpnRequired(random.nextBoolean()) : tls;
        return random.nextBoolean() ? more.handshakeTimeout(duration(random)) : more;
    }

    static Limits limits(Random random, Limits usual) {
        Limits limits = common(random, usual);
        limits = random.nextBoolean() ? limits.connections(random.nextInt(Integer.MAX_VALUE)) : limits;
        limits = random.nextBoolean() ? limits.connectionsPerAddress(random.nextInt(Integer.MAX_VALUE)) : limits;
        return random.nextBoolean() ? limits.whenFull(Limits.WhenFull.PAUSE) : limits;
    }

    static Limits common(Random random, Limits usual) {
        Limits limits = random.nextBoolean() ? usual.silence(duration(random)) : usual;
        limits = random.nextBoolean() ? limits.readSilence(duration(random)) : limits;
        limits = random.nextBoolean() ? limits.silence(usual.silence()).unsent(usual.unsent()) : limits;
        limits = random.nextBoolean() ? limits.age(duration(random)) : limits;
        limits = random.nextBoolean() ? limits.writeTimeout(duration(random)) : limits;
        limits = random.nextBoolean() ? limits.unsent(random.nextLong() >>> random.nextInt(1, 64)) : limits;
        long high = limits.unsent() == 0 ? random.nextInt(1 << 20) : random.nextLong(Math.max(1, limits.unsent()));
        return switch (random.nextInt(4)) {
            case 0 -> limits.water(random.nextLong(high + 1), high);
            case 1 -> limits.highWater(high);
            case 2 -> limits.lowWater(random.nextLong(limits.highWater() + 1));
            default -> limits;
        };
    }

    private static SocketOptions socket(Random random) {
        return new SocketOptions(
                random.nextBoolean(),
                random.nextBoolean(),
                Duration.ofSeconds(random.nextInt(32_768)),
                Duration.ofSeconds(random.nextInt(32_768)),
                random.nextInt(128),
                random.nextBoolean());
    }

    private static Duration duration(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Duration.ZERO;
            case 1 -> Duration.ofSeconds(random.nextInt(1000));
            case 2 -> Duration.ofMillis(random.nextInt(100_000));
            default -> Duration.ofSeconds(random.nextLong() >>> 1, random.nextInt(1_000_000_000));
        };
    }

    private static String host(Random random) {
        String host = text(random);
        return host.startsWith("[") ? "a" + host : host;
    }

    private static Path file(Random random) {
        return Path.of(text(random).replaceAll("[^\\x01-\\x7f]", "x"));
    }

    static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(LONGEST); i >= 0; i--) {
            text.append(NASTY.charAt(random.nextInt(NASTY.length())));
        }
        return text.toString();
    }
}
