package io.jtwisted.netty;

import io.jtwisted.net.CannotListenException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The files behind Unix domain sockets. Blocks for a moment, so not on a loop. */
final class UnixSockets {
    /** Where a file's mode tells its type, and what it is for sockets (inode(7)). */
    private static final int TYPE = 0170000;

    private static final int SOCKET = 0140000;

    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ
    };

    private UnixSockets() {}

    /**
     * Removes a stale socket file: a server which died left it, and no socket listens on it.
     *
     * @throws CannotListenException if a socket listens on it, or it is no socket
     */
    static void removeStale(String name) throws IOException {
        Path path = Path.of(name);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw taken(name, CannotListenException.Reason.NOT_A_SOCKET, "there is a file which is not a socket");
        }
        SocketFile file = SocketFile.at(path);
        // Another process may look at the same moment, and put its own there: that one is not stale.
        if (isAlive(path) || !file.remove()) {
            throw taken(name, CannotListenException.Reason.IN_USE, "another socket listens there already");
        }
    }

    private static CannotListenException taken(String name, CannotListenException.Reason reason, String why) {
        return new CannotListenException(
                reason, "cannot listen on unix:" + name + ": " + why, new FileAlreadyExistsException(name));
    }

    private static boolean isSocket(Path path) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            // A device refuses connections, too: it must not be taken for a stale socket.
            int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & TYPE) == SOCKET;
        }
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther();
    }

    private static boolean isAlive(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true; // connected, or would have to wait for the listening process
        } catch (ConnectException e) {
            return false;
        } catch (SocketException e) {
            return !String.valueOf(e.getMessage()).contains("refused");
        }
    }

    static void setMode(Path path, int mode) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < BITS.length; i++) {
            if ((mode >> i & 1) == 1) {
                permissions.add(BITS[i]);
            }
        }
        Files.setPosixFilePermissions(path, permissions);
    }
}
