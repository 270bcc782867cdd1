package io.jtwisted.testsupport;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a program is started in a JVM of its own: with the Java and the class path of the test. A start takes as long as many
 * tests, so start one only for what no other JVM can show.
 *
 * @param main its class
 * @param options for the JVM; a later one overrides an earlier one
 * @param jars which jars of the class path it has, by their file names; it always has what is no jar
 */
public record Jvm(Class<?> main, List<String> options, Predicate<String> jars) {

    public Jvm {
        options = List.copyOf(options);
    }

    /** One for a program which starts and has little to do then. */
    public static Jvm of(Class<?> main) {
        return new Jvm(main, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"), jar -> true);
    }

    public Jvm with(String... more) {
        return new Jvm(main, Stream.concat(options.stream(), Stream.of(more)).toList(), jars);
    }

    public Jvm jars(Predicate<String> kept) {
        return new Jvm(main, options, kept);
    }

    public Child start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        return new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith(".jar")
                        || jars.test(Path.of(entry).getFileName().toString()))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
