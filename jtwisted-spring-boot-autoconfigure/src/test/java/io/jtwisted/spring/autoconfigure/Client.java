package io.jtwisted.spring.autoconfigure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.springframework.context.ApplicationContext;

/** A client which blocks, over TCP or a Unix domain socket. */
final class Client implements AutoCloseable {
    private final SocketChannel channel;

    private Client(SocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
    }

    static Client of(ApplicationContext context, String listener) throws IOException {
        return new Client(new InetSocketAddress("localhost", portOf(context, listener)));
    }

    static Client of(int port) throws IOException {
        return new Client(new InetSocketAddress("localhost", port));
    }

    static Client of(Path socket) throws IOException {
        return new Client(UnixDomainSocketAddress.of(socket));
    }

    static int portOf(ApplicationContext context, String listener) {
        return context.getEnvironment().getRequiredProperty("local.jtwisted." + listener + ".port", Integer.class);
    }

    /** Sends this, and gives as many bytes as come back for {@code expected}; fewer at the end. */
    String ask(String question, int expected) throws IOException {
        send(question);
        return hear(expected);
    }

    void send(String text) throws IOException {
        channel.write(StandardCharsets.US_ASCII.encode(text));
    }

    /** As many bytes as this; fewer at the end. */
    String hear(int expected) throws IOException {
        ByteBuffer heard = ByteBuffer.allocate(expected);
        int read = 0;
        while (heard.hasRemaining() && read >= 0) {
            read = channel.read(heard);
        }
        return StandardCharsets.US_ASCII.decode(heard.flip()).toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
