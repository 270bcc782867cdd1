package io.jtwisted.benchmarks.load;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the same processes can serve, one case after the other.
 *
 * @param mode what the servers do
 * @param loops how many event loops they have
 * @param idle whether it is about memory
 */
record Group(String mode, boolean tls, int loops, boolean idle) {
    // The same for all. One core has the serial collector anyway.
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");
    private static final List<String> STEADY = List.of("-Xms512m", "-Xmx512m");
    // A heap which is no larger than what is alive, so that the resident set tells something.
    private static final List<String> SMALL =
            List.of("-Xms16m", "-Xmx512m", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10");

    /** Whether the servers pass all on to another one. */
    boolean relays() {
        return mode.equals("relay");
    }

    /** The options of every JVM. */
    List<String> jvm() {
        return Stream.concat(JVM.stream(), (idle ? SMALL : STEADY).stream()).toList();
    }
}
