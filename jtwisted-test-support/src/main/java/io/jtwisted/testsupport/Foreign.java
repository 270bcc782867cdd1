package io.jtwisted.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program which is not ours, running. It is killed at the latest when it is closed. Where it is not installed the test
 * is skipped, and the report says what is missing; with {@code JTWISTED_CI=true} in the environment the test fails.
 */
public final class Foreign implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3";
    private static final long PATIENCE = 30;

    /** Asked for once each: the question takes as long as a test. */
    private static final Map<String, Boolean> MODULES = new ConcurrentHashMap<>();

    private final Process process;

    @SuppressWarnings("JdkObsolete") // two threads
    private final StringBuffer output = new StringBuffer();

    private final Thread reader;

    private Foreign(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** The path of this program; skips the test where it is not installed. */
    public static String program(String name) {
        String path = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, name).toFile())
                .filter(File::canExecute)
                .map(File::getPath)
                .findFirst()
                .orElse("");
        demand(!path.isEmpty(), name + " is not on the PATH: .ci/run installs it");
        return path;
    }

    /** Debian's Python with Twisted and TLS. */
    public static String twisted() {
        return python("twisted.internet.ssl");
    }

    /** Debian's Python, which has this module. The Python of a pyenv has none of those that Debian packages. */
    public static String python(String module) {
        demand(new File(PYTHON).canExecute(), PYTHON + " is not there: .ci/run installs it");
        demand(
                MODULES.computeIfAbsent(module, Foreign::imports),
                PYTHON + " has no module " + module + ": .ci/run installs those of Twisted");
        return PYTHON;
    }

    private static boolean imports(String module) {
        try (Foreign look = run(PYTHON, "-c", "import " + module)) {
            return look.exit() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + PYTHON + " looked for " + module, e);
        }
    }

    private static void demand(boolean met, String otherwise) {
        if (!met && "true".equals(System.getenv("JTWISTED_CI"))) {
            fail(otherwise);
        }
        assumeTrue(met, otherwise);
    }

    /** Starts a program; what it says on either channel is gathered. */
    public static Foreign run(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        return new Foreign(new ProcessBuilder(words).redirectErrorStream(true).start());
    }

    public Foreign says(String words) throws IOException {
        process.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
        process.getOutputStream().flush();
        return this;
    }

    /** Ends its standard input. */
    public Foreign hangsUp() throws IOException {
        process.getOutputStream().close();
        return this;
    }

    /** Waits until its output has these words. */
    public Foreign prints(String words) throws InterruptedException {
        for (long left = PATIENCE * 50; left > 0 && output.indexOf(words) < 0 && reader.isAlive(); left--) {
            reader.join(20);
        }
        assertThat(output.toString()).contains(words);
        return this;
    }

    /** The number which follows these words in its output. */
    public int number(String words) throws InterruptedException {
        prints(words);
        int from = output.indexOf(words) + words.length();
        for (int rounds = 0; rounds < 100 && output.indexOf("\n", from) < 0; rounds++) {
            reader.join(20);
        }
        return Integer.parseInt(
                output.substring(from, output.indexOf("\n", from)).strip());
    }

    /** Waits until it ends by itself. */
    public int exit() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE, TimeUnit.SECONDS))
                .as("it ends; so far: %s", output)
                .isTrue();
        reader.join(1_000);
        return process.exitValue();
    }

    public String output() {
        return output.toString();
    }

    /** Kills it, without a chance to say goodbye. */
    public void dies() {
        close();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE, TimeUnit.SECONDS);
            reader.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        byte[] some = new byte[4_096];
        try (InputStream from = process.getInputStream()) {
            for (int length; (length = from.read(some)) >= 0; ) {
                output.append(new String(some, 0, length, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            output.append("(ended: ").append(e.getMessage()).append(')');
        }
    }
}
