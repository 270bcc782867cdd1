package io.jtwisted.benchmarks.load;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a server is told on its command line: {@code MODE PORT [NAME=VALUE...]}.
 *
 * @param mode echo, lines, frames, in, out or relay, or one of its own
 * @param port on 127.0.0.1
 */
public record Setup(String mode, int port, Map<String, String> options) {
    /** Bytes of each write by a side that sends as much as it can. */
    public static final int CHUNK = 65_536;

    public static final String HOST = "127.0.0.1";

    public Setup {
        options = Map.copyOf(options);
    }

    public static Setup of(String... arguments) {
        Map<String, String> options = new HashMap<>();
        for (String option : Arrays.asList(arguments).subList(2, arguments.length)) {
            int equals = option.indexOf('=');
            options.put(option.substring(0, equals), option.substring(equals + 1));
        }
        return new Setup(arguments[0], Integer.parseInt(arguments[1]), options);
    }

    public String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    public int loops() {
        return Integer.parseInt(option("loops", "1"));
    }

    /** The port of the server that a relay passes all on to. */
    public int backend() {
        return Integer.parseInt(option("backend", "0"));
    }

    /** A certificate in PEM, where it is to be TLS. */
    public Optional<Path> certificate() {
        return Optional.ofNullable(options.get("cert")).map(Path::of);
    }

    /** The key of the certificate, in PEM. */
    public Path key() {
        return Path.of(option("key", ""));
    }

    public IllegalArgumentException unknownMode() {
        return new IllegalArgumentException("no such mode here: " + mode);
    }
}
