package io.jtwisted.netty;

import io.jtwisted.net.Address;
import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.CannotListenException.Reason;
import io.netty.channel.unix.Errors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Finds out why a port could not be opened. */
final class BindFailures {
    /** errno(3) of Linux and of the BSDs; the words which go with them depend on the locale. */
    private static final Set<Integer> IN_USE = Set.of(98, 48);

    private static final Set<Integer> NO_SUCH_ADDRESS = Set.of(99, 49);
    private static final Set<Integer> NOT_PERMITTED = Set.of(13, 1);

    private BindFailures() {}

    static CannotListenException of(Address place, Throwable cause) {
        Reason reason = reason(cause);
        return new CannotListenException(reason, "cannot listen on " + place + ": " + why(place, reason, cause), cause);
    }

    private static Reason reason(Throwable cause) {
        if (cause instanceof UnsupportedOperationException) {
            return Reason.NOT_SUPPORTED;
        }
        return cause instanceof Errors.NativeIoException failure
                ? byNumber(-failure.expectedErr())
                : byMessage(String.valueOf(cause.getMessage()));
    }

    private static Reason byNumber(int errno) {
        if (IN_USE.contains(errno)) {
            return Reason.IN_USE;
        }
        if (NO_SUCH_ADDRESS.contains(errno)) {
            return Reason.NO_SUCH_ADDRESS;
        }
        return NOT_PERMITTED.contains(errno) ? Reason.NOT_PERMITTED : Reason.OTHER;
    }

    /** The JDK keeps the number to itself. */
    private static Reason byMessage(String message) {
        String words = message.toLowerCase(Locale.ROOT);
        if (words.contains("in use")) {
            return Reason.IN_USE;
        }
        if (words.contains("assign requested address") || words.contains("not available")) {
            return Reason.NO_SUCH_ADDRESS;
        }
        return words.contains("permi") ? Reason.NOT_PERMITTED : Reason.OTHER;
    }

    private static String why(Address place, Reason reason, Throwable cause) {
        Path folder = place instanceof Address.Unix unix
                ? Path.of(unix.path()).toAbsolutePath().getParent()
                : null;
        if (folder != null && !Files.isDirectory(folder)) {
            return "there is no directory " + folder;
        }
        return folder != null && reason == Reason.NOT_PERMITTED
                ? "this user may not write to the directory " + folder
                : String.valueOf(cause.getMessage());
    }
}
