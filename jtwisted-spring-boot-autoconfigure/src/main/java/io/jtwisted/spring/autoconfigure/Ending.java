package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.CloseReason;
import io.jtwisted.net.ProtocolException;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a connection ended, in one of few words: the tag {@code reason} of its duration. */
enum Ending {
    /** One side said goodbye in good order. */
    CLEAN,
    /** The network broke it, or this side gave it up. */
    LOST,
    /** A time limit has passed. */
    TIMEOUT,
    /** Its listener sent it home. */
    DRAIN,
    /** An exception: our bug, or a peer which broke the rules. */
    ERROR;

    /** What this reason amounts to, on a listener which is drained or not. */
    static Ending of(CloseReason reason, boolean draining) {
        return switch (reason.kind()) {
            case LOCAL -> draining ? DRAIN : reason.isClean() ? CLEAN : LOST;
            case REMOTE -> CLEAN;
            case TIMEOUT -> TIMEOUT;
            case ERROR -> isOfTheNetwork(reason.cause()) ? LOST : ERROR;
        };
    }

    private static boolean isOfTheNetwork(@Nullable Throwable cause) {
        return cause instanceof IOException && !(cause instanceof ProtocolException);
    }

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
