package io.jtwisted.benchmarks.load;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What there is on this machine, and what is made here before anything can be measured. */
final class Machine {
    static final String PYTHON = "/usr/bin/python3";
    static final String HAPROXY = "/usr/sbin/haproxy";
    static final String KEY = "key.pem";

    private static final Path SOURCES = Path.of("benchmarks/load/src/main");
    private static final List<String> TLS = List.of("-DWITH_TLS", "-l:libssl.so.3", "-l:libcrypto.so.3");

    private final Path results;
    private final Path work;
    private final List<Integer> cores;
    private final int files;
    private final boolean tls;
    private final boolean twisted;

    private Machine(Path results, Path work, boolean tls) throws IOException {
        this.results = results;
        this.work = work;
        this.cores = coresAllowed();
        this.files = filesAllowed();
        this.tls = tls;
        this.twisted = Files.isExecutable(Path.of(PYTHON)) && succeeds(PYTHON, "-c", "import twisted");
    }

    /**
     * Compiles what is written in C, and makes a certificate.
     *
     * @throws IllegalStateException if something is missing, with what it is
     */
    static Machine prepare(Path results) throws Exception {
        require("taskset", "--version", "util-linux");
        require("cc", "--version", "gcc and libc6-dev");
        Path work = Files.createDirectories(results.resolve("load"));
        boolean tls = compile(work, "generator", TLS);
        if (!(tls || compile(work, "generator", List.of())) || !compile(work, "limit", List.of())) {
            throw new IllegalStateException("cc cannot compile what is in " + SOURCES.resolve("c")
                    + ": install libc6-dev (see " + work + "/*.cc.log)");
        }
        Machine machine = new Machine(results, work, tls);
        if (machine.cores.size() < 2) {
            throw new IllegalStateException("needs two cores, one for the server and one for the load");
        }
        X509Bundle bundle = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Files.writeString(machine.certificate(), bundle.getCertificatePathPEM());
        Files.writeString(work.resolve(KEY), bundle.getPrivateKeyPEM());
        return machine;
    }

    Path results() {
        return results;
    }

    Path log(String name) {
        return work.resolve(name + ".log");
    }

    Path generator() {
        return work.resolve("generator");
    }

    Path limit() {
        return work.resolve("limit");
    }

    Path python() {
        return SOURCES.resolve("python/server.py");
    }

    /** Writes what HAProxy is to do: pass all from the one port on to the other. */
    Path haproxy(int port, int backend) throws IOException {
        return Files.writeString(work.resolve("haproxy.cfg"), """
                global
                    nbthread 1
                    maxconn 1000
                defaults
                    mode tcp
                    timeout connect 10s
                    timeout client 1h
                    timeout server 1h
                listen relay
                    bind %s:%d
                    server echo %s:%d
                """.formatted(Setup.HOST, port, Setup.HOST, backend));
    }

    Path certificate() {
        return work.resolve("certificate.pem");
    }

    Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    Path jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd");
    }

    /** Where servers run: one core; for more loops more of them, if there are some that the load does not need. */
    String serverCores(int loops) {
        List<Integer> chosen = new ArrayList<>(cores.subList(0, 1));
        cores.stream().skip(2).limit(loops - 1L).forEach(chosen::add);
        return String.join(",", chosen.stream().map(String::valueOf).toList());
    }

    String generatorCore() {
        return String.valueOf(cores.get(1));
    }

    /** How many connections one process may have, with some files left for other things. */
    int mostConnections() {
        return files - 200;
    }

    /** Why this server cannot run here, or nothing. */
    Optional<String> missing(Server server) {
        return switch (server.language()) {
            case JAVA, C -> Optional.empty();
            case JAVA_21 ->
                Runtime.version().feature() >= 21
                        ? Optional.empty()
                        : Optional.of("needs Java 21, and this is " + Runtime.version() + ": set JAVA_HOME");
            case HAPROXY ->
                Files.isExecutable(Path.of(HAPROXY))
                        ? Optional.empty()
                        : Optional.of("needs " + HAPROXY + " (haproxy)");
            case PYTHON ->
                twisted ? Optional.empty() : Optional.of("needs " + PYTHON + " with Twisted (python3-twisted)");
        };
    }

    /** Why this group cannot run here, or nothing. */
    Optional<String> missing(Group group) {
        return group.tls() && !tls ? Optional.of("needs libssl.so.3 (libssl3)") : Optional.empty();
    }

    @Override
    public String toString() {
        return "server on core " + serverCores(1) + ", load on core " + generatorCore() + " of " + cores.size()
                + "; " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("java.vm.vendor") + " " + Runtime.version();
    }

    private static boolean compile(Path work, String name, List<String> more) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("cc", "-O2", "-o", work.resolve(name).toString()));
        command.add(SOURCES.resolve("c/" + name + ".c").toString());
        command.addAll(more);
        Path log = work.resolve(name + ".cc.log");
        Process compiler = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return compiler.waitFor(60, TimeUnit.SECONDS) && compiler.exitValue() == 0;
    }

    private static void require(String program, String option, String packages) {
        if (!succeeds(program, option)) {
            throw new IllegalStateException("needs " + program + ": install " + packages);
        }
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Such as 0-3,8. */
    private static List<Integer> coresAllowed() throws IOException {
        List<Integer> found = new ArrayList<>();
        for (String range : field("/proc/self/status", "Cpus_allowed_list:").split(",", -1)) {
            String[] ends = range.strip().split("-", -1);
            for (int core = Integer.parseInt(ends[0]); core <= Integer.parseInt(ends[ends.length - 1]); core++) {
                found.add(core);
            }
        }
        return List.copyOf(found);
    }

    /** What we may open, and so may the processes that we start: a JVM has taken all that it may have. */
    private static int filesAllowed() throws IOException {
        String soft = field("/proc/self/limits", "Max open files").strip().split(" ", -1)[0];
        return soft.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(soft);
    }

    private static String field(String file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + name + " in " + file));
        }
    }
}
