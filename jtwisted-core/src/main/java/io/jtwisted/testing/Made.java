package io.jtwisted.testing;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/** Which reactors a thread has made, for {@link NothingForgotten}; apart from it, for JUnit need not be there. */
final class Made {
    private static final ThreadLocal<Set<MemoryReactor>> HERE =
            ThreadLocal.withInitial(() -> Collections.newSetFromMap(new WeakHashMap<>()));

    private Made() {}

    static void here(MemoryReactor reactor) {
        HERE.get().add(reactor);
    }

    /** Those which this thread has made since it was asked last, as far as somebody still knows them. */
    static Set<MemoryReactor> take() {
        Set<MemoryReactor> made = HERE.get();
        HERE.remove();
        return made;
    }
}
