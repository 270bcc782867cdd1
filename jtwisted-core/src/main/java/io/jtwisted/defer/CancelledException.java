package io.jtwisted.defer;

import java.util.concurrent.CancellationException;

/**
 * The failure of a Deferred which was cancelled. The caller of cancel knows where, so it has no stack, which takes ten
 * times as long as the rest; but when debugging is on. Twisted: {@code CancelledError}.
 */
final class CancelledException extends CancellationException {

    CancelledException() {
        super("cancelled");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return Trail.wanted() ? super.fillInStackTrace() : this;
    }
}
