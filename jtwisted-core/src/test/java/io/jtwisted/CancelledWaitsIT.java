package io.jtwisted;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.defer.Deferred;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A wait that is given up leaves nothing behind: each public method that gives a Deferred is asked many times, what it
 * gives is cancelled, and nothing of it may stay. {@link Waits} says how each is asked, or why a cancel has no meaning.
 */
class CancelledWaitsIT {
    /** Timed calls and queued work are swept out when there are more cancelled ones than this. */
    private static final int TOLERATED = 60;

    private static final int ROUNDS = 100;

    @Test
    void eachMethodThatGivesADeferredIsListed() throws Exception {
        try (Waits waits = new Waits()) {
            TreeSet<String> listed = new TreeSet<>(waits.asked().keySet());
            listed.addAll(waits.reasons().keySet());

            assertThat(listed).containsExactlyElementsOf(methods());
            assertThat(waits.reasons().keySet())
                    .doesNotContainAnyElementsOf(waits.asked().keySet());
            assertThat(waits.reasons().values())
                    .allSatisfy(reason -> assertThat(reason).isNotBlank());
        }
    }

    @Test
    void whatIsCancelledLeavesNothingBehind() throws Exception {
        try (Waits waits = new Waits()) {
            Map<String, Asking> asked = new TreeMap<>();
            waits.asked().forEach((method, wait) -> {
                Asking asking = new Asking();
                wait.accept(asking);
                asked.put(method, asking);
            });
            waits.settle();

            for (int i = 0; i < ROUNDS && asked.values().stream().anyMatch(CancelledWaitsIT::keepsMuch); i++) {
                System.gc();
                waits.settle();
            }

            asked.values().removeIf(asking -> !keepsMuch(asking));
            assertThat(asked.entrySet().stream()
                            .map(kept ->
                                    kept.getKey() + " keeps " + kept.getValue().kept()))
                    .isEmpty();
        }
    }

    private static boolean keepsMuch(Asking asking) {
        return asking.kept() > TOLERATED;
    }

    private static Set<String> methods() throws IOException {
        Path root = Path.of(Deferred.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .map(CancelledWaitsIT::load)
                    .filter(CancelledWaitsIT::isPublic)
                    .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                    .filter(CancelledWaitsIT::givesADeferred)
                    .map(CancelledWaitsIT::nameOf)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, CancelledWaitsIT.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        for (Class<?> one = type; one != null; one = one.getEnclosingClass()) {
            if (!Modifier.isPublic(one.getModifiers())) {
                return false;
            }
        }
        return true;
    }

    /** To users, or to those who extend the class. */
    private static boolean givesADeferred(Method method) {
        return method.getReturnType() == Deferred.class
                && !method.isSynthetic()
                && (Modifier.isPublic(method.getModifiers()) || Modifier.isProtected(method.getModifiers()));
    }

    /** As {@code net.Port.drain(Duration)}. */
    private static String nameOf(Method method) {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        String type = method.getDeclaringClass().getName().substring("io.jtwisted.".length());
        return type + "." + method.getName() + "(" + parameters + ")";
    }
}
