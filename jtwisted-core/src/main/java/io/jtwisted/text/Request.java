package io.jtwisted.text;

import io.jtwisted.bytes.Inbox;
import io.jtwisted.defer.Deferred;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LineReceiver} was asked for: it comes before the next line, and passes a busy command. On the reactor.
 *
 * @param <R> what it is
 */
abstract class Request<R extends @Nullable Object> {
    private final Requests requests;
    private final Deferred<R> result;

    @SuppressWarnings("this-escape") // to be called later, when it is cancelled
    Request(Requests requests) {
        this.requests = requests;
        this.result = Deferred.on(requests.reactor(), asked -> cancelled());
    }

    /** Takes what has arrived of it; false if it can take nothing now. */
    abstract boolean take(Inbox inbox);

    /** Whether something has arrived that it will take: now, or when it can. */
    abstract boolean hasNext(Inbox inbox);

    /** Nothing more will arrive, because of this. */
    abstract void ended(String why, int waiting);

    /** Its result is not wanted any more. */
    abstract void cancelled();

    /** Whether all its bytes have arrived, and it is still not done. */
    boolean isComplete() {
        return false;
    }

    /** How many bytes may wait here before the reading has to stop, where a busy command may have this many. */
    int bearable(int behindCommand) {
        return Integer.MAX_VALUE;
    }

    final Requests requests() {
        return requests;
    }

    final Deferred<R> result() {
        return result;
    }
}
