package io.jtwisted.defer;

/** Too many wait for something out of a {@link DeferredQueue}. Twisted: {@code QueueUnderflow}. */
public final class QueueUnderflowException extends IllegalStateException {

    QueueUnderflowException(String message) {
        super(message);
    }
}
