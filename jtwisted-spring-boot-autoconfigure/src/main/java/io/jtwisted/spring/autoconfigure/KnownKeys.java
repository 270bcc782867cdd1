package io.jtwisted.spring.autoconfigure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The keys of a record of properties, as a tree: what is known below each of them. */
final class KnownKeys {
    /** For what a map or a list has below it: any name, any number. */
    private static final String ANY = "*";

    private static final int NEAR = 2;

    private final Map<String, KnownKeys> below = new TreeMap<>();

    private KnownKeys() {}

    /**
     * A key which is not known.
     *
     * @param depth how many elements of it are
     * @param nearest the known key that is most like it; null if none is
     * @param siblings what is known where it is not
     */
    record Mistake(int depth, @Nullable String nearest, List<String> siblings) {

        boolean isNear() {
            return nearest != null;
        }

        String advice(String root) {
            if (nearest != null) {
                return "did you mean " + root + "." + nearest + "?";
            }
            return siblings.isEmpty()
                    ? "nothing can be set below it"
                    : "known there are " + String.join(", ", siblings);
        }
    }

    /** Those of this record, and of the records in it. */
    static KnownKeys of(Class<?> type) {
        KnownKeys keys = new KnownKeys();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            keys.below.put(name, of(component.getGenericType()));
        }
        return keys;
    }

    private static KnownKeys of(Type type) {
        if (type instanceof Class<?> plain) {
            return plain.isRecord() ? of(plain) : new KnownKeys();
        }
        KnownKeys many = new KnownKeys();
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            many.below.put(ANY, of(arguments[arguments.length - 1]));
        }
        return many;
    }

    /** With one more, below which there is nothing. */
    KnownKeys with(String name) {
        below.put(name, new KnownKeys());
        return this;
    }

    /** What is wrong with this key; empty if it is known. */
    Optional<Mistake> mistake(List<String> key) {
        KnownKeys at = this;
        for (int depth = 0; depth < key.size(); depth++) {
            KnownKeys next = at.next(key.get(depth));
            if (next == null) {
                return Optional.of(new Mistake(depth, nearest(at, key, depth), List.copyOf(at.below.keySet())));
            }
            at = next;
        }
        return Optional.empty();
    }

    /** The same for a key out of a variable's name, where a dash is nothing or a dot: {@code max.connections}. */
    Optional<Mistake> variable(List<String> key) {
        int begin = key.size() > 2 && key.get(0).equals("listeners") ? 2 : 0;
        KnownKeys at = begin == 0 ? this : known("listeners").known(ANY);
        String rest = plain(String.join("", key.subList(begin, key.size())));
        List<String> paths = at.paths();
        if (paths.stream().anyMatch(path -> plain(path).equals(rest))) {
            return Optional.empty();
        }
        String nearest = paths.stream()
                .filter(path -> distance(plain(path), rest) <= NEAR)
                .min(Comparator.comparingInt(path -> distance(plain(path), rest)))
                .map(path -> join(key.subList(0, begin), path))
                .orElse(null);
        return Optional.of(new Mistake(begin, nearest, List.of()));
    }

    private KnownKeys known(String name) {
        return Objects.requireNonNull(below.get(name));
    }

    private @Nullable KnownKeys next(String element) {
        KnownKeys exact = below.get(element);
        if (exact != null) {
            return exact;
        }
        return below.entrySet().stream()
                .filter(known ->
                        known.getKey().equals(ANY) || plain(known.getKey()).equals(plain(element)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Another name for the element which is not known, or the place where its name is. */
    private @Nullable String nearest(KnownKeys at, List<String> key, int depth) {
        String element = key.get(depth);
        String here = at.below.keySet().stream()
                .filter(name -> !name.equals(ANY) && distance(name, element) <= Math.max(NEAR, element.length() / 3))
                .min(Comparator.comparingInt(name -> distance(name, element)))
                .orElse(null);
        if (here != null) {
            List<String> mended = new ArrayList<>(key);
            mended.set(depth, here);
            Optional<Mistake> next = mistake(mended);
            return next.isEmpty() ? String.join(".", mended) : next.get().nearest();
        }
        String last = key.get(key.size() - 1);
        return at.paths().stream()
                .filter(path -> depth > 0 && distance(path.substring(path.lastIndexOf('.') + 1), last) <= 1)
                .map(path -> join(key.subList(0, depth), path))
                .findFirst()
                .orElse(null);
    }

    /** All which can be set, but those in a map. */
    private List<String> paths() {
        List<String> paths = new ArrayList<>();
        below.forEach((name, keys) -> {
            if (keys.below.isEmpty()) {
                paths.add(name);
            } else if (!name.equals("listeners")) {
                keys.paths().forEach(path -> paths.add(join(List.of(name), path)));
            }
        });
        return paths;
    }

    private static String join(List<String> before, String rest) {
        List<String> all = new ArrayList<>(before);
        all.add(rest);
        all.removeIf(String::isEmpty);
        return String.join(".", all);
    }

    private static String plain(String key) {
        return key.replaceAll("[^a-z]", "");
    }

    /** How many letters have to be changed, added, removed, or exchanged with the next one. */
    private static int distance(String one, String other) {
        int[][] costs = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                costs[i][j] = i == 0 || j == 0 ? i + j : cost(costs, one, other, i, j);
            }
        }
        return costs[one.length()][other.length()];
    }

    private static int cost(int[][] costs, String one, String other, int i, int j) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int cost = Math.min(costs[i - 1][j - 1] + (same ? 0 : 1), Math.min(costs[i - 1][j], costs[i][j - 1]) + 1);
        boolean exchanged =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return exchanged ? Math.min(cost, costs[i - 2][j - 2] + 1) : cost;
    }
}
