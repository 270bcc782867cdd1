package io.jtwisted.spring.autoconfigure;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Names exceptions for a tag. Knows only so many, whatever is thrown: a tag must not grow for ever. */
final class ExceptionNames {
    static final int MOST = 50;
    static final String OTHER = "other";

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** The simple name of its class; {@value #OTHER} for those which came late, or have none. */
    String of(Throwable failure) {
        return bounded(failure.getClass().getSimpleName());
    }

    /** This name, or {@value #OTHER}. */
    String bounded(String name) {
        if (known.contains(name)) {
            return name;
        }
        if (name.isEmpty() || known.size() >= MOST) { // two threads at once may make it one more: harmless
            return OTHER;
        }
        known.add(name);
        return name;
    }
}
