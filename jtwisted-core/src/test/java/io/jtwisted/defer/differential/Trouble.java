package io.jtwisted.defer.differential;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** The failures of a scene. Both players know them by the same names. */
class Trouble extends Exception {

    Trouble() {
        super(null, null, false, false);
    }

    static Throwable of(String name) {
        return switch (name) {
            case "Broken" -> new Broken();
            case "Late" -> new Late();
            case "TooLate" -> new TooLate();
            case "Cancelled" -> new CancellationException("played");
            default -> throw new IllegalArgumentException("no such trouble: " + name);
        };
    }

    static Class<? extends Throwable> type(String name) {
        return switch (name) {
            case "any" -> Throwable.class;
            case "TimedOut" -> TimeoutException.class;
            default -> of(name).getClass();
        };
    }

    /** Its name; of what no script raises, what it says of itself, so that it makes a difference. */
    static String name(Throwable cause) {
        if (cause instanceof Trouble) {
            return cause.getClass().getSimpleName();
        } else if (cause instanceof CancellationException) {
            return "Cancelled";
        } else if (cause instanceof TimeoutException) {
            return "TimedOut";
        }
        return cause instanceof IllegalStateException
                        && cause.getMessage() != null
                        && cause.getMessage().startsWith("already ") // fired or cancelled: one exception in Twisted
                ? "AlreadyFired"
                : cause.toString();
    }

    static final class Broken extends Trouble {}

    static class Late extends Trouble {}

    static final class TooLate extends Late {}
}
