package io.jtwisted.defer.differential;

import java.util.ArrayList;
import java.util.List;

/**
 * A scene for Deferreds, in words which two players understand: ours and {@code differential/player.py}, which plays it
 * with Twisted's. A line is one operation; what a step of a chain or a canceller does is a function, and the indented
 * lines below its first one are its operations.
 *
 * <pre>
 * function 0 raise Late
 *   fire 2 value 5
 * new 1 plain
 * add 1 callback 0
 * fire 1 value 3
 * </pre>
 */
record Script(long seed, List<String> lines) {
    private static final String INDENT = "  ";

    /** What a function does, and what it gives back then: {@code value 7}, {@code raise Late}, {@code again}, {@code wait 3}. */
    record Function(String name, String kind, String word, List<String> operations) {

        boolean waits() {
            return kind.equals("wait");
        }
    }

    Script {
        lines = List.copyOf(lines);
    }

    /** The functions, by number. */
    List<Function> functions() {
        List<Function> functions = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("function")) {
                String[] words = line.split(" ", -1);
                functions.add(
                        new Function("f" + words[1], words[2], words.length > 3 ? words[3] : "", new ArrayList<>()));
            } else if (line.startsWith(INDENT)) {
                functions.get(functions.size() - 1).operations().add(line.strip());
            }
        }
        return functions;
    }

    /** What is done at the top, one after the other. */
    List<String> operations() {
        return lines.stream()
                .filter(line -> !line.startsWith("function") && !line.startsWith(INDENT))
                .toList();
    }

    @Override
    public String toString() {
        return "script " + seed + "\n" + String.join("\n", lines) + "\n";
    }
}
