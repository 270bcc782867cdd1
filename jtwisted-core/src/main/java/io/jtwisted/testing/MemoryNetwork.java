package io.jtwisted.testing;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Connections;
import io.jtwisted.net.Factories;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Listeners;
import io.jtwisted.net.Network;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The network in the memory of a test: ports, connects, and connections. */
final class MemoryNetwork implements Network {
    /** How long protocols have to say goodbye, as with the real reactor. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(2);

    private static final int FIRST_EPHEMERAL = 49_152;

    private final MemoryReactor reactor;
    private final Turns turns;
    private final List<MemoryPort> ports = new ArrayList<>();
    private final List<Attempt<?>> attempts = new ArrayList<>();
    private final Connections connections;
    private final Listeners listeners;
    private int ephemeral = FIRST_EPHEMERAL;
    private int chunk = Lane.ROOM;
    private int lastPlace;

    MemoryNetwork(MemoryReactor reactor, Turns turns) {
        this.reactor = reactor;
        this.turns = turns;
        this.listeners = new Listeners(turns::failed);
        this.connections = new Connections(reactor, listeners, false, new Factories(turns::failed));
    }

    MemoryReactor reactor() {
        return reactor;
    }

    Turns turns() {
        return turns;
    }

    Listeners listeners() {
        return listeners;
    }

    /** Where the connections are counted for which the reactor asked. */
    Ledger outgoing() {
        return connections.outgoing();
    }

    /** How many bytes a connection reads at once, at most. */
    int chunk() {
        return chunk;
    }

    void inChunksOf(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("expected chunks of at least 1 byte, not " + bytes);
        }
        chunk = Math.min(bytes, Lane.ROOM);
    }

    @Override
    public Deferred<Port> listen(ServerEndpoint.Tcp endpoint, Factory factory) {
        return open(endpoint, factory);
    }

    @Override
    public Deferred<Port> listen(ServerEndpoint.Unix endpoint, Factory factory) {
        return open(endpoint, factory);
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(ClientEndpoint.Tcp endpoint, P protocol) {
        return begin(endpoint, protocol);
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(ClientEndpoint.Unix endpoint, P protocol) {
        return begin(endpoint, protocol);
    }

    private Deferred<Port> open(ServerEndpoint endpoint, Factory factory) {
        return Deferred.maybeDeferred(() -> listen(
                endpoint.place(), endpoint.name(), factory, endpoint.limits().over(factory.usual()), endpoint.tls()));
    }

    private <P extends Protocol> Deferred<P> begin(ClientEndpoint endpoint, P protocol) {
        return connect(endpoint.place(), protocol, endpoint.limits(), endpoint.tls())
                .within(endpoint.timeout());
    }

    MemoryPort listen(Address asked, String name, Factory factory, Limits limits, @Nullable Tls tls) throws Exception {
        Address host = Places.isAnyPort(asked) ? freePort(asked) : asked;
        if (ports.stream().anyMatch(port -> Places.collide(port.host(), host))) {
            throw new CannotListenException(
                    CannotListenException.Reason.IN_USE,
                    "cannot listen on " + host + ": address already in use",
                    new BindException("address already in use"));
        }
        MemoryPort port = new MemoryPort(this, host, name, factory, limits, tls);
        connections.factories().opening(factory);
        ports.add(port);
        return port;
    }

    /** Whether the port was open. */
    boolean close(MemoryPort port) {
        boolean open = ports.remove(port);
        if (open) {
            connections.factories().closed(port.factory());
        }
        return open;
    }

    /** The port of this factory, or a new one which only {@code dial} finds. */
    MemoryPort portOf(Factory factory) throws Exception {
        for (MemoryPort port : ports) {
            if (port.factory() == factory) {
                return port;
            }
        }
        return listen(new Address.Memory("port-" + ++lastPlace), "", factory, factory.usual(), null);
    }

    /** The port which answers there; null if none does. */
    @Nullable
    MemoryPort portAt(Address address) {
        return ports.stream()
                .filter(port -> Places.answers(port.host(), address))
                .findFirst()
                .orElse(null);
    }

    /** A test connects to a port. */
    MemoryPeer dial(MemoryPort port) {
        Tls tls = port.tls();
        Link link =
                new Link(turns, callerOf(port.host()), port.host(), tls == null ? null : Handshake.session(null, tls));
        MemoryPeer peer = new MemoryPeer(turns, link.clientEnd());
        port.accept(link.serverEnd(), peer::serves);
        return peer;
    }

    <P extends Protocol> Attempt<P> connect(Address to, P protocol, Limits limits, @Nullable Tls tls) {
        Attempt<P> attempt = new Attempt<>(this, to, protocol, limits, tls);
        attempts.add(attempt);
        MemoryPort port = portAt(to);
        if (port != null) {
            turns.tell(() -> meet(attempt, port));
        }
        return attempt;
    }

    void gaveUp(Attempt<?> attempt) {
        attempts.remove(attempt);
    }

    /** The oldest attempt to connect there. */
    Attempt<?> attemptAt(Address address) {
        return attempts.stream()
                .filter(attempt -> attempt.to().equals(address))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no client connects to " + address + "; these are waited for: " + connecting()));
    }

    List<Address> connecting() {
        return attempts.stream().<Address>map(Attempt::to).toList();
    }

    /** A test answers. */
    MemoryPeer answer(Attempt<?> attempt) {
        Address from = callerOf(attempt.to());
        Tls tls = attempt.tls();
        Link link = new Link(
                turns, from, attempt.to(), tls == null ? null : Handshake.session(named(tls, attempt.to()), null));
        MemoryPeer peer = new MemoryPeer(turns, link.serverEnd());
        attempt.succeed(link.clientEnd(), peer::serves);
        return peer;
    }

    Connections connections() {
        return connections;
    }

    /** Closes the ports, gives up what is not connected, and sees off what is. Fires when all is closed. */
    Deferred<Integer> disconnect() {
        List.copyOf(ports).forEach(MemoryPort::close);
        connections.stopListening();
        List.copyOf(attempts).forEach(attempt -> attempt.fail(new IllegalStateException(reactor + " has stopped")));
        return connections.seeOff(DRAIN_TIMEOUT);
    }

    private void meet(Attempt<?> attempt, MemoryPort port) {
        if (!attempts.contains(attempt)) {
            return;
        }
        Tls client = attempt.tls();
        Tls server = port.tls();
        if ((client == null) != (server == null)) {
            SSLException failure =
                    new SSLException("only one side speaks TLS: " + (client == null ? "the server" : "the client"));
            if (client == null) {
                port.misunderstood(failure);
            } else {
                outgoing().unshaken(Duration.ZERO, failure, false);
            }
            attempt.fail(failure);
            return;
        }
        TlsSession tls = client == null ? null : Handshake.session(named(client, attempt.to()), server);
        Link link = new Link(turns, callerOf(port.host()), attempt.to(), tls);
        port.accept(link.serverEnd(), served -> {});
        attempt.succeed(link.clientEnd(), served -> {});
    }

    /** With the name which a client expects there, if it names no other. */
    static Tls named(Tls tls, Address to) {
        return tls.serverName().isEmpty() && to instanceof Address.Inet inet ? tls.serverName(inet.host()) : tls;
    }

    private Address callerOf(Address server) {
        if (server instanceof Address.Inet) {
            return new Address.Inet("127.0.0.1", nextEphemeral());
        }
        return server instanceof Address.Unix ? new Address.Unix("") : new Address.Memory("peer-" + ++lastPlace);
    }

    private Address freePort(Address asked) {
        String host = asked instanceof Address.Inet inet ? inet.host() : "";
        while (true) {
            Address free = new Address.Inet(host, nextEphemeral());
            if (ports.stream().noneMatch(port -> Places.collide(port.host(), free))) {
                return free;
            }
        }
    }

    private int nextEphemeral() {
        int number = ephemeral;
        ephemeral = number == 65_535 ? FIRST_EPHEMERAL : number + 1;
        return number;
    }
}
