package io.jtwisted.defer;

/** A {@link DeferredQueue} is full. Twisted: {@code QueueOverflow}. */
public final class QueueOverflowException extends IllegalStateException {

    QueueOverflowException(String message) {
        super(message);
    }
}
