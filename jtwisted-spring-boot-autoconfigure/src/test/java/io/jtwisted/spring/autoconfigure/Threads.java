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

    /** Those of them which do not end within a few seconds. A thread lives on for a moment after it has been told. */
    static List<Thread> staying(String... prefixes) {
        return named(prefixes).stream().filter(Threads::stays).toList();
    }

    private static boolean stays(Thread thread) {
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return thread.isAlive();
    }
}
