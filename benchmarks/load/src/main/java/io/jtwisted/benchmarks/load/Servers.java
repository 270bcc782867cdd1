package io.jtwisted.benchmarks.load;

import io.jtwisted.benchmarks.load.Server.Language;
import java.util.List;

/** All there are, in the order of the tables. */
final class Servers {
    /** All others are compared with this one. */
    static final String REFERENCE = "netty-epoll";

    static final String OURS = "jtwisted";

    /** Ours, as it was before. */
    static final String BEFORE = "jtwisted-before";

    private static final List<Server> ALL = List.of(
            Server.java(REFERENCE, "netty.Main"),
            Server.java("netty-nio", "netty.Main").with("io=nio"),
            Server.java("netty-noleak", "netty.Main").jvm("-Dio.netty.leakDetection.level=disabled"),
            Server.java("netty-bytebuf", "netty.Main").calling("lines", "bytebufs"),
            Server.java("reactor-netty", "reactornetty.Main"),
            Server.java("vertx", "vertx.Main"),
            Server.java("spring-integration", "integration.Main"),
            Server.of("virtual-threads", Language.JAVA_21, "threads.Main"),
            Server.of("twisted", Language.PYTHON, ""),
            Server.of("c", Language.C, ""),
            Server.of("haproxy", Language.HAPROXY, ""),
            Server.java(OURS, "ours.Main"),
            Server.java("jtwisted-copy", "ours.Main").calling("relay", "copy"),
            Server.java("jtwisted-bytes", "ours.Main").calling("lines", "bytes"),
            Server.java("jtwisted-limits", "ours.Main").with("limits=on"),
            Server.java("jtwisted-nio", "ours.Main").with("io=nio"),
            Server.java("spring-prototype", "spring.Application").with("metrics=off"),
            Server.java("spring-factory", "spring.Application")
                    .calling("echo", "factory")
                    .with("metrics=off"),
            Server.java("spring-metrics", "spring.Application"));

    private Servers() {}

    static Server named(String name) {
        return ALL.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such server: " + name));
    }

    static List<Server> all() {
        return ALL;
    }
}
