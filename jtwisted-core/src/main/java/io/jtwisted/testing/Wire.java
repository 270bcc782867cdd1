package io.jtwisted.testing;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two protocols back to back: a client against its server, with nothing but memory in between. Both live on one
 * {@link MemoryReactor}. Each command that a test gives to one of them ({@code sendLine}, {@code transport().write}), and
 * each Deferred that it fires, is a turn of that reactor: when it returns, both sides have said all that follows from it.
 * No pumping is needed. Twisted: {@code iosim}.
 *
 * <pre>{@code
 * MemoryReactor reactor = new MemoryReactor().inChunksOf(1);
 * Register.Client client = Wire.of(reactor, Register.server(), new Register.Client()).client();
 * DeferredAssert.assertThat(client.get("motto")).succeededWith(answer);
 * }</pre>
 *
 * <p>A method of your protocol that gives several commands is one turn if it begins with {@code reactor().call(...)}, as
 * methods for any thread do, or if the test calls it so: {@code wire.reactor().call(() -> client.login("joe"))}. Otherwise
 * each command in it is answered before the next one.
 */
public final class Wire<C extends Protocol, S extends Protocol> {
    private final MemoryReactor reactor;
    private final C client;
    private final S server;

    private Wire(MemoryReactor reactor, C client, S server) {
        this.reactor = reactor;
        this.client = client;
        this.server = server;
    }

    /** These two, on a reactor of their own. */
    public static <C extends Protocol, S extends Protocol> Wire<C, S> connect(C client, S server) {
        return connect(new MemoryReactor(), client, server);
    }

    /** These two, on this reactor: {@code Wire.connect(new MemoryReactor().inChunksOf(1), client, server)}. */
    public static <C extends Protocol, S extends Protocol> Wire<C, S> connect(
            MemoryReactor reactor, C client, S server) {
        join(reactor, peer -> server, client);
        return new Wire<>(reactor, client, server);
    }

    /** This client and what the factory makes for it, on a reactor of their own. */
    public static <C extends Protocol> Wire<C, Protocol> of(Factory server, C client) {
        return of(new MemoryReactor(), server, client);
    }

    /**
     * This client and what the factory makes for it, on this reactor.
     *
     * @throws IllegalStateException if the factory refuses the client
     */
    public static <C extends Protocol> Wire<C, Protocol> of(MemoryReactor reactor, Factory server, C client) {
        List<Protocol> built = new ArrayList<>();
        join(reactor, new Remembering(server, built), client);
        if (built.isEmpty()) {
            throw new IllegalStateException("the factory " + server + " refused the client");
        }
        return new Wire<>(reactor, client, built.get(0));
    }

    /** Keeps what the factory of the server makes, and serves as that would. */
    private record Remembering(Factory server, List<Protocol> built) implements Factory {

        @Override
        public @Nullable Protocol buildProtocol(Address peer) throws Exception {
            Protocol protocol = server.buildProtocol(peer);
            if (protocol != null) {
                built.add(protocol);
            }
            return protocol;
        }

        @Override
        public Limits usual() {
            return server.usual();
        }
    }

    /** The reactor on which both live. */
    public MemoryReactor reactor() {
        return reactor;
    }

    public C client() {
        return client;
    }

    public S server() {
        return server;
    }

    /** Has both sides read this many bytes at a time, at most, from now on. */
    public Wire<C, S> inChunksOf(int bytes) {
        reactor.inChunksOf(bytes);
        return this;
    }

    /** Breaks it: both sides lose the connection with an {@link java.io.IOException}. */
    public Wire<C, S> cut() {
        reactor.cut(client.transport());
        return this;
    }

    private static <C extends Protocol> void join(MemoryReactor reactor, Factory factory, C client) {
        List<Throwable> failures = new ArrayList<>();
        Deferred<C> connected = reactor.join(factory, client);
        connected.otherwise(failures::add);
        if (!failures.isEmpty()) {
            throw new IllegalStateException("no connection between client and server", failures.get(0));
        }
    }
}
