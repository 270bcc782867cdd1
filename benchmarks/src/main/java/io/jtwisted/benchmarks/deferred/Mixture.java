package io.jtwisted.benchmarks.deferred;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A program has more than one kind of step. Before a library is measured in one row it does all of them for a while, so
 * that the compiler does not take the only one that it has seen for the only one there is.
 */
final class Mixture {
    private static final List<Class<?>> ROWS = List.of(
            AlreadyFired.class,
            AwaitFired.class,
            Cancel.class,
            CreateAndFire.class,
            FailAndRecover.class,
            Gather.class,
            Nested.class);
    private static final int ROUNDS = 200;
    private static final int CALLS = 100;

    private Mixture() {}

    /** Does all rows of this library. */
    static void run(String library, Work work) throws ReflectiveOperationException {
        List<Object> rows = new ArrayList<>();
        for (Class<?> row : ROWS) {
            rows.add(row.getConstructor().newInstance());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Object row : rows) {
                run(row, library, work);
            }
        }
    }

    private static void run(Object row, String library, Work work) throws ReflectiveOperationException {
        Method[] ofLibrary = Arrays.stream(row.getClass().getMethods())
                .filter(method -> method.getName().equals(library))
                .toArray(Method[]::new);
        for (Method method : ofLibrary) { // one, or none where the library cannot do it
            for (int call = 0; call < CALLS; call++) {
                method.invoke(row, work);
            }
        }
    }
}
