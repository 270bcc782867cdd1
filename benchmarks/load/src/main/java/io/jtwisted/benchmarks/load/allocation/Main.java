package io.jtwisted.benchmarks.load.allocation;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * For {@code benchmarks/run allocation}: the objects and bytes which an echo of n bytes costs the heap, by class, with raw
 * Netty and with us. Counted by the JVM's histogram of all objects, dead ones included, before and after many echoes
 * between which no garbage is collected; the client's own, which is the same thread for both, is in neither.
 */
public final class Main {
    private static final int WARM = 50_000;
    private static final int ECHOES = 10_000;
    private static final int[] SIZES = {64, 1_024, 16_384};

    /** A class with fewer instances for each echo than this does not belong to the echo. */
    private static final double NOISE = 0.05;

    private static final String FILLER = "[I";

    private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    private Main() {}

    public static void main(String... arguments) throws Exception {
        int netty = freePort();
        int ours = freePort();
        io.jtwisted.benchmarks.load.netty.Main.main("echo", String.valueOf(netty));
        io.jtwisted.benchmarks.load.ours.Main.main("echo", String.valueOf(ours));
        try (Client one = new Client(netty);
                Client other = new Client(ours)) {
            for (int size : SIZES) {
                print(size, one.allocated(size), other.allocated(size));
            }
        }
        System.exit(0); // the servers would go on
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void print(int size, Map<String, Count> netty, Map<String, Count> ours) {
        System.out.printf("%nan echo of %,d bytes%n%-70s%18s%18s%n", size, "", "Netty", "JTwisted");
        Set<String> classes = new TreeSet<>(netty.keySet());
        classes.addAll(ours.keySet());
        Count one = Count.NONE;
        Count other = Count.NONE;
        for (String name : classes) {
            Count nettys = netty.getOrDefault(name, Count.NONE);
            Count jtwisteds = ours.getOrDefault(name, Count.NONE);
            if (nettys.objects() >= NOISE || jtwisteds.objects() >= NOISE) {
                System.out.printf("%-70s%18s%18s%n", name, nettys, jtwisteds);
                one = one.plus(nettys);
                other = other.plus(jtwisteds);
            }
        }
        System.out.printf("%-70s%18s%18s%n", "all", one, other);
        System.out.printf(
                "%-70s%36s%n",
                "more than Netty, and more than n bytes",
                new Count(other.objects() - one.objects(), other.bytes() - one.bytes() - size));
    }

    /** For each echo. */
    private record Count(double objects, double bytes) {
        private static final Count NONE = new Count(0, 0);

        Count plus(Count more) {
            return new Count(objects + more.objects, bytes + more.bytes);
        }

        @Override
        public String toString() {
            return String.format("%.1f (%.0f B)", objects, bytes);
        }
    }

    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
        }

        Map<String, Count> allocated(int size) throws IOException, JMException {
            byte[] bytes = new byte[size];
            echo(bytes, WARM);
            String first = histogram();
            echo(bytes, ECHOES);
            String second = histogram();
            Map<String, long[]> before = counts(first); // not sooner: it leaves garbage of its own
            Map<String, Count> more = new TreeMap<>();
            counts(second).forEach((name, now) -> {
                long[] then = before.getOrDefault(name, new long[2]);
                more.put(name, new Count((double) (now[0] - then[0]) / ECHOES, (double) (now[1] - then[1]) / ECHOES));
            });
            return more;
        }

        private void echo(byte[] bytes, int times) throws IOException {
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(bytes);
                in.readFully(bytes);
            }
        }

        /** Dead ones included. */
        private static String histogram() throws JMException {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[] {"-all"}},
                            new String[] {String[].class.getName()});
        }

        /** Objects and bytes of each class, without the arrays with which the JVM fills what is left of a thread's memory. */
        private static Map<String, long[]> counts(String histogram) {
            Map<String, long[]> counts = new TreeMap<>();
            histogram.lines().forEach(line -> {
                Matcher row = ROW.matcher(line);
                if (row.matches() && !row.group(3).equals(FILLER)) {
                    counts.put(row.group(3), new long[] {Long.parseLong(row.group(1)), Long.parseLong(row.group(2))});
                }
            });
            return counts;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
