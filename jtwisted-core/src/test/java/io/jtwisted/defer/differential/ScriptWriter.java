package io.jtwisted.defer.differential;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes scripts, each out of a seed. A step of a chain only waits for chains of a higher number, so that there are no
 * circles: they are what Twisted and we do not treat alike (it waits for ever, we refuse the short ones).
 */
final class ScriptWriter {
    private static final List<String> KINDS =
            words("new 12, add 40, fire 14, err 5, cancel 9, timeout 7, advance 7, look 4, succeed 3, fail 2, maybe 3,"
                    + " gather 6, otherwise 2, forward 3");
    private static final List<String> STEPS = words("callback 8, errback 5, pair 4, both 4, tap 2, always 2");
    private static final List<String> ENDINGS = words("value 9, raise 4, again 3, wait 5");
    private static final List<String> TROUBLES = words("Broken 3, Late 3, TooLate 2, Cancelled 1");
    private static final List<String> CAUGHT = words("any 4, Broken 2, Late 3, TooLate 1, Cancelled 2, TimedOut 2");

    private final Random random;
    private final List<List<String>> functions = new ArrayList<>();
    private final List<Integer> unborn;
    private final List<Integer> chains = new ArrayList<>();
    private final long seed;
    private int left;

    private ScriptWriter(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.left = between(5, 40);
        this.unborn = IntStream.range(0, between(2, 8)).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(unborn, random);
    }

    /** The script of this seed: 5 to 40 operations, and a curtain which fires and cancels what is left. */
    static Script of(long seed) {
        return new ScriptWriter(seed).write();
    }

    private Script write() {
        List<String> main = new ArrayList<>();
        main.add(operation("new", 0));
        while (left > 0) {
            main.add(operation(0));
        }
        List<String> lines = functions.stream().flatMap(List::stream).collect(Collectors.toCollection(ArrayList::new));
        lines.addAll(main);
        curtain(lines, number -> "probe " + number);
        lines.add("advance 9");
        curtain(lines, number -> "fire " + number + " value " + (100 + number));
        curtain(lines, number -> "cancel " + number);
        return new Script(seed, lines);
    }

    private void curtain(List<String> lines, IntFunction<String> line) {
        chains.stream().sorted().map(line::apply).forEach(lines::add);
    }

    private String operation(int depth) {
        while (true) {
            String line = operation(one(KINDS), depth);
            if (!line.isEmpty()) {
                return line;
            }
        }
    }

    /** Empty if it does not go. */
    private String operation(String kind, int depth) {
        boolean makes = kind.matches("new|succeed|fail|maybe|gather");
        boolean top = kind.matches("advance|look");
        if ((makes && unborn.isEmpty())
                || (top && depth > 0)
                || (kind.equals("gather") && gathered().isEmpty())) {
            return "";
        }
        left--;
        return makes ? birth(kind, depth) : kind.equals("advance") ? "advance " + between(1, 4) : deed(kind, depth);
    }

    private String birth(String kind, int depth) {
        if (kind.equals("gather")) {
            return gather(gathered());
        }
        int chain = born(unborn.get(unborn.size() - 1));
        String start = kind + " " + chain + " ";
        return start
                + switch (kind) {
                    case "new" -> random.nextInt(5) < 3 ? "plain" : "canceller " + function(chain, depth);
                    case "succeed" -> value();
                    case "fail" -> one(TROUBLES);
                    default -> function(chain, depth);
                };
    }

    /** The number of a gathering is lower than those of what it waits for. */
    private String gather(List<Integer> possible) {
        Collections.shuffle(possible, random);
        List<Integer> gathered = possible.subList(0, Math.min(between(1, 4), possible.size()));
        int number = unborn.stream()
                .filter(chain -> chain < Collections.min(gathered))
                .findFirst()
                .orElseThrow();
        return "gather " + born(number) + " "
                + gathered.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private List<Integer> gathered() {
        int lowest = unborn.isEmpty() ? Integer.MAX_VALUE : Collections.min(unborn);
        return chains.stream().filter(chain -> chain > lowest).collect(Collectors.toCollection(ArrayList::new));
    }

    private String deed(String kind, int depth) {
        int last = chains.get(chains.size() - 1);
        int chain = random.nextInt(4) == 0 ? last : one(chains);
        String start = kind + " " + chain;
        return switch (kind) {
            case "add" -> start + " " + step(chain, depth);
            case "fire" -> start + " value " + value();
            case "err" -> start + " " + one(TROUBLES);
            case "timeout" -> start + " " + between(1, 6);
            case "otherwise" -> start + " " + function(chain, depth);
            case "forward" -> start + " " + one(chains);
            default -> start;
        };
    }

    private String step(int chain, int depth) {
        String kind = one(STEPS);
        return switch (kind) {
            case "errback" -> "errback " + one(CAUGHT) + " " + function(chain, depth);
            case "pair" -> "pair " + function(chain, depth) + " " + function(chain, depth);
            default -> kind + " " + function(chain, depth);
        };
    }

    /** Writes a function for a step of this chain, and gives its number. */
    private int function(int chain, int depth) {
        int number = functions.size();
        List<String> lines = new ArrayList<>();
        functions.add(lines);
        lines.add("function " + number + " " + ending(chain));
        int operations = depth < 3 && random.nextInt(3) == 0 ? between(1, 3) : 0;
        for (int i = 0; i < operations && left > 0; i++) {
            lines.add("  " + operation(depth + 1));
        }
        return number;
    }

    private String ending(int chain) {
        String kind = one(ENDINGS);
        List<Integer> later = chains.stream().filter(other -> other > chain).toList();
        return switch (kind) {
            case "raise" -> "raise " + one(TROUBLES);
            case "again" -> "again";
            case "wait" -> later.isEmpty() ? "value " + value() : "wait " + one(later);
            default -> "value " + value();
        };
    }

    private int born(Integer chain) {
        unborn.remove(chain);
        chains.add(chain);
        return chain;
    }

    private String value() {
        int value = random.nextInt(12);
        return value == 0 ? "null" : String.valueOf(value);
    }

    private int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    private <T> T one(List<T> among) {
        return among.get(random.nextInt(among.size()));
    }

    /** Each word as often as the number behind it says. */
    private static List<String> words(String weighted) {
        List<String> words = new ArrayList<>();
        for (String word : weighted.split(", ?", -1)) {
            String[] parts = word.strip().split(" ", -1);
            words.addAll(Collections.nCopies(Integer.parseInt(parts[1]), parts[0]));
        }
        return List.copyOf(words);
    }
}
