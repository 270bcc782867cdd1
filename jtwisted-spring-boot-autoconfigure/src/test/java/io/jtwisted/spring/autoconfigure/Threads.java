package io.jtwisted.spring.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

/** The threads which live. */
final class Threads {

    private Threads() {}

    /** Those whose name begins with one of these. */
    static List<Thread> named(String... prefixes) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> Stream.of(prefixes).anyMatch(thread.getName()::startsWith))
                .toList();
    }
}
