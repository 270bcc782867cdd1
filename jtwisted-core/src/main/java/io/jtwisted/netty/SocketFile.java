package io.jtwisted.netty;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that a Unix socket made when it was bound, known by its device and inode: at the same path there may be
 * another one by now, of a successor or of another process.
 */
final class SocketFile {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);

    private final Path path;
    private final @Nullable Object key;

    private SocketFile(Path path, @Nullable Object key) {
        this.path = path;
        this.key = key;
    }

    /** The file that is at this path now. */
    static SocketFile at(Path path) throws IOException {
        return new SocketFile(path, key(path));
    }

    /** Null where the file system has no such thing. */
    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /**
     * Removes the file, if it is still the same one. As long as the socket is open, no other file can have its inode: so
     * before the socket is closed.
     *
     * @return false if another file is there by now, which stays
     */
    boolean remove() throws IOException {
        try {
            Object now = key(path);
            if (key != null && !key.equals(now)) {
                return false;
            }
            Files.deleteIfExists(path);
            return true;
        } catch (NoSuchFileException e) {
            return true; // gone already
        }
    }

    /** The handler that removes it before the socket of this transport is closed. */
    ChannelHandler remover(NetworkTransport transport) {
        return new Remover(transport);
    }

    private final class Remover extends ChannelDuplexHandler {
        private final NetworkTransport transport;
        private boolean removed;

        Remover(NetworkTransport transport) {
            this.transport = transport;
        }

        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) {
            removeOnce(context);
            context.close(promise);
        }

        /** The loop closes what is left around the pipeline. */
        @Override
        public void channelInactive(ChannelHandlerContext context) {
            removeOnce(context);
            context.fireChannelInactive();
        }

        private void removeOnce(ChannelHandlerContext context) {
            if (removed) {
                return;
            }
            removed = true;
            try {
                if (!remove()) {
                    LOG.info("the socket file {} is another one by now, and stays", path);
                }
                transport.leaveFile(context.channel());
            } catch (IOException e) {
                LOG.warn("the socket file {} cannot be removed: {}", path, e.toString());
            }
        }
    }
}
