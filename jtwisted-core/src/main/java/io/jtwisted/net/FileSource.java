package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a {@link FileRange}: opened and read on threads that may block, closed on the reactor. If it is closed while
 * it is being opened, it is closed as soon as it is open.
 */
final class FileSource {
    private static final Logger LOG = LoggerFactory.getLogger(FileSource.class);

    private final FileRange range;
    private volatile @Nullable FileChannel channel;
    private volatile boolean closed;

    FileSource(FileRange range) {
        this.range = range;
    }

    /**
     * Opens it, and says how many bytes of it are to be sent.
     *
     * @throws IOException if it is no regular file, cannot be opened, or does not have these bytes
     */
    long open() throws IOException {
        if (!Files.isRegularFile(range.file()) && Files.exists(range.file())) { // a pipe would block a thread for ever
            throw new IOException("expected a regular file: " + range.file());
        }
        FileChannel opened = FileChannel.open(range.file(), StandardOpenOption.READ);
        channel = opened;
        try {
            if (closed) {
                throw new ClosedChannelException();
            }
            return length(opened.size());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The open file. */
    FileChannel channel() throws ClosedChannelException {
        FileChannel open = channel;
        if (open == null) {
            throw new ClosedChannelException();
        }
        return open;
    }

    /**
     * So many bytes from this position of the file.
     *
     * @throws IOException if it has become shorter
     */
    Bytes read(long position, int count) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(count);
        while (piece.hasRemaining()) {
            if (channel().read(piece, position + piece.position()) < 0) {
                throw shorter(position + count);
            }
        }
        return Bytes.wrap(piece.array());
    }

    /** @throws IOException if the file does not reach to this position any more */
    void requireLength(long end) throws IOException {
        if (channel().size() < end) {
            throw shorter(end);
        }
    }

    /** A second time does nothing. */
    void close() {
        closed = true;
        FileChannel open = channel;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) { // it was only read
                LOG.debug("cannot close {}: {}", range.file(), e.toString());
            }
        }
    }

    private long length(long size) throws IOException {
        long rest = size - range.position();
        if (rest < 0 || range.count() > rest) {
            throw new IOException("expected "
                    + (range.count() < 0 ? "bytes" : range.count() + " bytes") + " from position " + range.position()
                    + " of " + range.file() + ", which has " + size);
        }
        return range.count() < 0 ? rest : range.count();
    }

    private IOException shorter(long end) {
        return new IOException(
                range.file() + " has become shorter while it was sent: expected at least " + end + " bytes");
    }
}
