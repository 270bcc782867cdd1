package io.jtwisted.benchmarks.load.ours;

import io.jtwisted.benchmarks.load.Setup;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Factory;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.netty.NettyReactor;
import java.time.Duration;

/** Options: {@code io}, {@code loops}, {@code limits=on} for more limits than there are anyway. */
public final class Main {

    private Main() {}

    public static void main(String... arguments) {
        Setup setup = Setup.of(arguments);
        ServerEndpoint.Tcp tcp = ServerEndpoint.tcp(setup.port()).on(Setup.HOST);
        if (setup.option("limits", "off").equals("on")) {
            tcp = tcp.limits(tcp.limits()
                    .connectionsPerAddress(10_000)
                    .age(Duration.ofHours(1))
                    .writeTimeout(Duration.ofSeconds(30)));
        }
        if (setup.certificate().isPresent()) {
            tcp = tcp.tls(Tls.pem(setup.certificate().get(), setup.key()));
        }
        NettyReactor.Io io = setup.option("io", "epoll").equals("nio") ? NettyReactor.Io.NIO : NettyReactor.Io.EPOLL;
        ReactorGroup group = NettyReactor.builder().io(io).group(setup.loops());
        group.start().await();
        group.listen(tcp, factory(setup)).await();
    }

    /** What says for each connection a protocol of the mode. */
    private static Factory factory(Setup setup) {
        return switch (setup.mode()) {
            case "echo" -> new Spread(Echo::new);
            case "lines" -> new Spread(Lines::new);
            case "bytes" -> new Spread(LinesAsBytes::new);
            case "frames" -> new Spread(Frames::new);
            case "relay" -> new Spread(() -> new Relay(backend(setup)));
            case "copy" -> new Spread(() -> new CopyingRelay(backend(setup)));
            case "in" -> new Spread(In::new);
            case "out" -> new Spread(Out::new);
            default -> throw setup.unknownMode();
        };
    }

    private static ClientEndpoint backend(Setup setup) {
        return ClientEndpoint.tcp(Setup.HOST, setup.backend());
    }
}
