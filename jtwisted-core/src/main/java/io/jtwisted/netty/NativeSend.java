package io.jtwisted.netty;

import io.netty.channel.Channel;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gives bytes to the socket of one of Netty's native channels without a place in Netty's queue, which costs a tenth of a
 * short echo. For the loop's thread, and only while Netty has nothing to send on this channel.
 */
final class NativeSend {
    private final Channel channel;
    private final Socket socket;
    private @Nullable ByteBuffer known;
    private long address;

    private NativeSend(Channel channel, Socket socket) {
        this.channel = channel;
        this.socket = socket;
    }

    /**
     * Of this channel.
     *
     * @throws IllegalArgumentException if it is not one of Netty's native sockets
     */
    static NativeSend of(Channel channel) {
        if (channel instanceof UnixChannel unix && unix.fd() instanceof Socket socket) {
            return new NativeSend(channel, socket);
        }
        throw new IllegalArgumentException(channel + " is no native socket");
    }

    /**
     * Sends from this direct buffer what the socket has room for, and says how much that is. Nothing if the channel is
     * closed: its descriptor may be another socket's by now.
     *
     * @throws IOException what the operating system says
     */
    @SuppressWarnings(
            "ReferenceEquality") // the loop has one buffer, and asking for its address takes longer than a look
    int send(ByteBuffer bytes) throws IOException {
        if (!channel.isOpen()) {
            return 0;
        }
        if (bytes != known) {
            known = bytes;
            address = Buffer.memoryAddress(bytes);
        }
        return socket.sendAddress(address, bytes.position(), bytes.limit());
    }
}
