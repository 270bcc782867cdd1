package io.jtwisted.netty;

import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ServerEndpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A kind of transport, which the suite of transports (the tests with the tag {@code transports}) is run over.
 *
 * <p>A maker of transports in another module runs the suite over its own: it implements this interface, names its class in
 * {@code META-INF/services/io.jtwisted.netty.Way} of its tests, depends on core's {@code test-jar}, and lets failsafe scan
 * that for tests ({@code dependenciesToScan}, {@code groups=transports}).
 */
public interface Way {

    /** A new reactor, which does not run yet. A test has two: the server's and the client's. */
    Reactor reactor();

    /**
     * Where a test listens.
     *
     * @param directory for files of the test; empty
     */
    ServerEndpoint listening(Path directory, Limits limits) throws Exception;

    /** What a client connects to that is to reach this port, in the same directory. */
    ClientEndpoint connecting(Path directory, Port port) throws Exception;

    /** Whether the transports are secure from the beginning. */
    default boolean encrypted() {
        return false;
    }

    /** How a connection ends for a side whose peer aborts it. */
    default CloseReason.Kind reset() {
        return CloseReason.Kind.ERROR;
    }

    /** Whether a side that has unsent data hears that its peer is gone. */
    default boolean hearsTheEndWhileItWrites() {
        return true;
    }

    /** All ways. Where another module brings some, these alone. */
    static Stream<Way> all() {
        return broughtOr(NettyWay::all);
    }

    /** One way of each kind: for tests which are many. */
    static Stream<Way> ofEachKind() {
        return broughtOr(NettyWay::ofEachKind);
    }

    private static Stream<Way> broughtOr(Supplier<Stream<Way>> ours) {
        List<Way> brought = ServiceLoader.load(Way.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return brought.isEmpty() ? ours.get() : brought.stream();
    }
}
