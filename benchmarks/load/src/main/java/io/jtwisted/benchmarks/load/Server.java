package io.jtwisted.benchmarks.load;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A server to measure.
 *
 * @param name as in the tables
 * @param language what it takes to run the program
 * @param program the package of a Java main, or nothing
 * @param modes what it calls the modes, where it calls them otherwise
 * @param options for the program
 * @param jvm options for its JVM
 * @param classPath of its JVM
 */
record Server(
        String name,
        Language language,
        String program,
        Map<String, String> modes,
        List<String> options,
        List<String> jvm,
        String classPath) {
    private static final String LIBRARY = ".*/jtwisted-core/target/[^/]*(\\.jar)?";
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    /** What it takes to run a program. */
    enum Language {
        JAVA,
        /** A JDK from 21 on. */
        JAVA_21,
        PYTHON,
        C,
        HAPROXY
    }

    static Server java(String name, String program) {
        return new Server(name, Language.JAVA, program, Map.of(), List.of(), List.of(), CLASS_PATH);
    }

    static Server of(String name, Language language, String program) {
        return new Server(name, language, program, Map.of(), List.of(), List.of(), CLASS_PATH);
    }

    Server calling(String mode, String own) {
        return new Server(name, language, program, Map.of(mode, own), options, jvm, classPath);
    }

    Server with(String... more) {
        return new Server(name, language, program, modes, List.of(more), jvm, classPath);
    }

    Server jvm(String... more) {
        return new Server(name, language, program, modes, options, List.of(more), classPath);
    }

    /**
     * The same program with another build of our library.
     *
     * @throws IllegalArgumentException if there is no such file
     */
    Server library(String own, Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException("no such file: " + jar);
        }
        String other = Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(entry -> entry.matches(LIBRARY) ? jar.toString() : entry)
                .collect(Collectors.joining(File.pathSeparator));
        return new Server(own, language, program, modes, options, jvm, other);
    }

    boolean isJava() {
        return language == Language.JAVA || language == Language.JAVA_21;
    }

    boolean isOurs() {
        return program.startsWith("ours.") || program.startsWith("spring.");
    }

    /**
     * The command that serves this group on this port.
     *
     * @param backend the port of the server behind a relay
     */
    List<String> command(Machine machine, Group group, int port, int backend) throws IOException {
        List<String> command = new ArrayList<>();
        switch (language) {
            case JAVA, JAVA_21 -> {
                command.add(machine.java().toString());
                command.addAll(group.jvm());
                command.addAll(jvm);
                command.addAll(List.of("-cp", classPath));
                command.add(Server.class.getPackageName() + "." + program);
            }
            case PYTHON ->
                command.addAll(List.of(Machine.PYTHON, machine.python().toString()));
            case C -> command.add(machine.limit().toString());
            case HAPROXY -> {
                return List.of(
                        Machine.HAPROXY, "-f", machine.haproxy(port, backend).toString());
            }
        }
        command.add(modes.getOrDefault(group.mode(), group.mode()));
        command.add(String.valueOf(port));
        command.addAll(options);
        if (group.loops() > 1) {
            command.add("loops=" + group.loops());
        }
        if (group.relays()) {
            command.add("backend=" + backend);
        }
        if (group.tls()) {
            Path certificate = machine.certificate();
            command.add("cert=" + certificate);
            command.add("key=" + certificate.resolveSibling(Machine.KEY));
        }
        return command;
    }
}
