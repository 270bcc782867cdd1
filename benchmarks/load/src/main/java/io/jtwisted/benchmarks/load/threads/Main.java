package io.jtwisted.benchmarks.load.threads;

import io.jtwisted.benchmarks.load.Setup;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** From Java 21 on. */
public final class Main {
    private final Setup setup;

    private Main(Setup setup) {
        this.setup = setup;
    }

    public static void main(String... arguments) throws Exception {
        new Main(Setup.of(arguments)).serve();
    }

    private void serve() throws Exception {
        // We are compiled for 17, which does not have it.
        ExecutorService threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        try (ServerSocket port = new ServerSocket(setup.port(), 1024, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket socket = port.accept();
                threads.execute(() -> serve(socket));
            }
        }
    }

    private void serve(Socket connected) {
        try (Socket socket = connected) {
            socket.setTcpNoDelay(true);
            switch (setup.mode()) {
                case "echo" -> echo(socket);
                case "lines" -> lines(socket);
                case "in" -> in(socket);
                case "out" -> out(socket);
                default -> throw setup.unknownMode();
            }
        } catch (IOException e) {
            return; // the peer is gone
        }
    }

    private static void echo(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        byte[] buffer = new byte[16_384];
        int length = in.read(buffer);
        while (length >= 0) {
            out.write(buffer, 0, length);
            length = in.read(buffer);
        }
    }

    private static void lines(Socket socket) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        BufferedWriter writer =
                new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        while (line != null) {
            writer.write(line);
            writer.write("\r\n");
            if (!reader.ready()) {
                writer.flush();
            }
            line = reader.readLine();
        }
    }

    private static void in(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[Setup.CHUNK];
        int length = 0;
        while (length >= 0) {
            length = in.read(buffer);
        }
    }

    private static void out(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] chunk = new byte[Setup.CHUNK];
        while (true) {
            out.write(chunk);
        }
    }
}
