package io.jtwisted.spring.autoconfigure;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@link SmallApplication} in its JVM, with a part of the class path of the test. */
final class SmallProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final List<String> log = new ArrayList<>();
    private List<String> answer = List.of();

    /**
     * Starts it, and waits for nothing.
     *
     * @param kept which jars it has, by their file names; it always has what is no jar
     */
    SmallProcess(Predicate<String> kept) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1", // it starts, and has nothing to do then
                        "-Dspring.devtools.restart.enabled=false",
                        "--enable-native-access=ALL-UNNAMED", // else newer JDKs warn of Netty, of which others have
                        // warned
                        "-cp",
                        classPath(kept),
                        SmallApplication.class.getName(),
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--jtwisted.reactor.blocked-threshold=1m", // several start at once, on a few cores
                        "--management.endpoint.health.show-components=always",
                        "--management.endpoints.web.exposure.include=health,jtwisted,metrics")
                .redirectErrorStream(true)
                .start();
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    private static String classPath(Predicate<String> kept) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith(".jar")
                        || kept.test(Path.of(entry).getFileName().toString()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Waits until it runs. */
    SmallProcess running() throws IOException {
        for (String line; (line = output.readLine()) != null; ) {
            if (line.startsWith(SmallApplication.ANSWER)) {
                answer =
                        List.of(line.substring(SmallApplication.ANSWER.length()).split(" "));
                return this;
            }
            log.add(line);
        }
        throw new IOException("it ended: " + String.join("\n", log));
    }

    int echoPort() {
        return Integer.parseInt(answer.get(0));
    }

    /** 0 if it has no web server. */
    int webPort() {
        return Integer.parseInt(answer.get(1));
    }

    /** What is on its class path, of actuator, micrometer, mvc, reactor and web. */
    List<String> found() {
        return answer.subList(2, answer.size());
    }

    /** Ends its input, waits until it is over, and gives its exit code. */
    int end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        output.lines().forEach(log::add);
        return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    /** All that it logged so far. */
    String log() {
        return String.join("\n", log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
