package io.jtwisted.samples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application in a JVM of its own, for a test which asks it over its standard input how it is: answers a line with
 * its threads, the bytes of its live objects, and its sockets.
 */
final class Measured {
    private Measured() {}

    public static void main(String... args) throws Exception {
        ConfigurableApplicationContext context = SpringApplication.run(QuickstartApplication.class, args);
        answer(Integer.parseInt(context.getEnvironment().getRequiredProperty("local.jtwisted.chat.port")));
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (questions.readLine() != null) {
            answer(ManagementFactory.getThreadMXBean().getThreadCount(), heap(), sockets());
        }
        context.close();
    }

    private static void answer(long... numbers) {
        StringBuilder line = new StringBuilder("MEASURED");
        for (long number : numbers) {
            line.append(' ').append(number);
        }
        System.out.println(line);
        System.out.flush();
    }

    /** The bytes of all live objects, after a full collection. The memory in use also counts what a collector leaves. */
    private static long heap() throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        String[] total = histogram
                .strip()
                .lines()
                .reduce((before, last) -> last)
                .orElseThrow()
                .split(" +", -1);
        return Long.parseLong(total[2]);
    }

    private static long sockets() throws Exception {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(Measured::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed since it was listed
        }
    }
}
