package io.jtwisted.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server which runs in a process of its own, on its core. */
final class Running implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);

    private final Server server;
    private final int port;
    private final Process process;
    private final Path log;

    private Running(Server server, int port, Process process, Path log) {
        this.server = server;
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts one, and does not wait for it.
     *
     * @param backend the port of the server behind a relay
     */
    static Running start(Machine machine, Server server, Group group, int backend) throws IOException {
        return start(machine, server, group, backend, machine.serverCores(group.loops()));
    }

    /** Starts the server behind relays, on the core of the load. */
    static Running backend(Machine machine) throws IOException {
        Group echo = new Group("echo", false, 1, false);
        return start(machine, Servers.named("c"), echo, 0, machine.generatorCore());
    }

    private static Running start(Machine machine, Server server, Group group, int backend, String cores)
            throws IOException {
        int port = freePort();
        Path log = machine.log(server.name() + "-" + group.mode());
        List<String> command = new ArrayList<>(List.of("taskset", "-c", cores));
        command.addAll(server.command(machine, group, port, backend));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Running(server, port, process, log);
    }

    Server server() {
        return server;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Waits until it accepts connections. */
    void await() throws IOException, InterruptedException, TimeoutException {
        long start = System.nanoTime();
        while (!listens()) {
            if (!process.isAlive()) {
                throw new IOException("it has ended: see " + log);
            }
            if (System.nanoTime() - start > PATIENCE) {
                throw new TimeoutException("it does not listen: see " + log);
            }
            Thread.sleep(20);
        }
    }

    /** The bytes of memory which are its own and in use. */
    long residentSet() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("the process is gone: see " + log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
