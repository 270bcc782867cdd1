package sketches.child;

import java.io.IOException;

/** A child has ended with a status that is not zero: the cause of the reason why its connection ended. */
final class ExitException extends IOException {
    private final int status;

    ExitException(int status) {
        super("exit status " + status);
        this.status = status;
    }

    int status() {
        return status;
    }
}
