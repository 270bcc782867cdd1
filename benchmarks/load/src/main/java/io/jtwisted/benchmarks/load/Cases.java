package io.jtwisted.benchmarks.load;

import io.jtwisted.benchmarks.load.Case.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All there are, in the order in which they are run. */
final class Cases {
    private static final Group ECHO = new Group("echo", false, 1, false);
    private static final Group TLS = new Group("echo", true, 1, false);
    private static final Group RELAY = new Group("relay", false, 1, false);
    private static final String RELAYS = "netty-epoll haproxy jtwisted jtwisted-copy";
    private static final int MESSAGE = 64;
    private static final int WINDOW = 4; // of 64 KiB, on each connection

    private static final String PEERS = "netty-epoll netty-nio reactor-netty vertx virtual-threads twisted c";
    private static final String ALL = PEERS + " spring-integration jtwisted spring-prototype";
    private static final String FEW = "netty-epoll c jtwisted";
    private static final String ENCRYPTED = "netty-epoll reactor-netty vertx twisted jtwisted";
    private static final String BULK = PEERS + " jtwisted";

    private static final List<Case> CASES = List.of(
            echo(1, ALL),
            echo(10, FEW),
            echo(50, ALL + " jtwisted-nio spring-factory spring-metrics"),
            echo(100, FEW),
            echo(1000, ALL + " spring-metrics"),
            echo(9000, FEW),
            new Case(
                    "accept",
                    "connect, one echo, close; 32 at a time",
                    ECHO,
                    "accept",
                    32,
                    MESSAGE,
                    1,
                    Unit.CONNECTIONS,
                    servers(ALL + " jtwisted-limits spring-factory")),
            bulk("bulk8", "64 KiB writes, echoed; 8 connections", ECHO, "bulk", BULK + " spring-prototype"),
            new Case(
                    "lines50",
                    "lines of 64 bytes, 16 deep pipelining, 50 connections",
                    new Group("lines", false, 1, false),
                    "echo",
                    50,
                    MESSAGE,
                    16,
                    Unit.LINES,
                    servers(ALL + " netty-noleak netty-bytebuf jtwisted-bytes")),
            new Case(
                    "frames50",
                    "frames of 64 bytes with their length, 16 deep pipelining, 50 connections",
                    new Group("frames", false, 1, false),
                    "frames",
                    50,
                    MESSAGE,
                    16,
                    Unit.FRAMES,
                    servers("netty-epoll netty-noleak twisted c jtwisted")),
            new Case(
                    "relay50",
                    "echo of 64 bytes through a relay, 50 connections",
                    RELAY,
                    "echo",
                    50,
                    MESSAGE,
                    1,
                    Unit.ECHOES,
                    servers(RELAYS)),
            bulk("relay8", "64 KiB writes, echoed, through a relay; 8 connections", RELAY, "bulk", RELAYS),
            bulk("bulkin8", "64 KiB writes, thrown away; 8 connections", new Group("in", false, 1, false), "in", BULK),
            bulk(
                    "bulkout8",
                    "64 KiB writes by the server; 8 connections",
                    new Group("out", false, 1, false),
                    "out",
                    BULK),
            new Case(
                    "tls50",
                    "echo of 64 bytes through TLS 1.3, 50 connections",
                    TLS,
                    "echo",
                    50,
                    MESSAGE,
                    1,
                    Unit.ECHOES,
                    servers(ENCRYPTED)),
            bulk("tlsbulk8", "64 KiB writes, echoed, through TLS 1.3; 8 connections", TLS, "bulk", ENCRYPTED),
            new Case(
                    "loops2",
                    "echo of 64 bytes, 50 connections, two event loops",
                    new Group("echo", false, 2, false),
                    "echo",
                    50,
                    MESSAGE,
                    1,
                    Unit.ECHOES,
                    servers("netty-epoll reactor-netty vertx jtwisted spring-prototype")),
            new Case(
                    "idle",
                    "heap of a connection which has said one thing and is silent; 10,000 of them",
                    new Group("echo", false, 1, true),
                    "idle",
                    10_000,
                    MESSAGE,
                    1,
                    Unit.BYTES,
                    servers(PEERS + " jtwisted spring-prototype")));

    private Cases() {}

    /**
     * Those of these names; all for none. {@code scale} is echo with 1, 10, 50, 100, 1,000 and 9,000 connections.
     *
     * @throws IllegalArgumentException if there is no such case
     */
    static List<Case> named(List<String> names, boolean quick) {
        if (names.isEmpty()) {
            Set<String> tooMuch = quick ? Set.of("echo10", "echo100", "echo9000") : Set.of();
            return CASES.stream().filter(one -> !tooMuch.contains(one.name())).toList();
        }
        Set<String> wanted = new LinkedHashSet<>();
        for (String name : names) {
            if (name.equals("scale")) {
                CASES.stream()
                        .map(Case::name)
                        .filter(echo -> echo.matches("echo\\d+"))
                        .forEach(wanted::add);
            } else if (all().contains(name)) {
                wanted.add(name);
            } else {
                throw new IllegalArgumentException(
                        "no such case: " + name + "; there are scale, " + String.join(", ", all()));
            }
        }
        return CASES.stream().filter(one -> wanted.contains(one.name())).toList();
    }

    static List<String> all() {
        return CASES.stream().map(Case::name).toList();
    }

    private static Case echo(int connections, String servers) {
        String title = "echo of 64 bytes, " + connections + (connections == 1 ? " connection" : " connections");
        return new Case(
                "echo" + connections, title, ECHO, "echo", connections, MESSAGE, 1, Unit.ECHOES, servers(servers));
    }

    private static Case bulk(String name, String title, Group group, String load, String servers) {
        int depth = load.equals("bulk") ? WINDOW : 1;
        return new Case(name, title, group, load, 8, Setup.CHUNK, depth, Unit.MEGABYTES, servers(servers));
    }

    /** In the order of the tables. */
    private static List<Server> servers(String names) {
        List<String> wanted = new ArrayList<>(Arrays.asList(names.split(" ", -1)));
        Stream<Server> known = Servers.all().stream().filter(server -> wanted.remove(server.name()));
        List<Server> servers = known.toList();
        if (!wanted.isEmpty()) {
            throw new IllegalArgumentException("no such servers: " + wanted);
        }
        return servers;
    }
}
