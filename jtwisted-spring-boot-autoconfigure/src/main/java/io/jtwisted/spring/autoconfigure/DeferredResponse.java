package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.Outcome;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * A response of Spring MVC which waits for a Deferred. If the request times out, or the container sees that the client
 * has gone, the Deferred is cancelled; what comes of it then is dropped, and Spring says how the request ends.
 */
final class DeferredResponse {
    private final DeferredResult<Object> result = new DeferredResult<>();
    private final Deferred<?> end;
    private volatile boolean over;

    DeferredResponse(Deferred<?> deferred) {
        end = deferred.addBoth(this::respond);
        result.onTimeout(this::giveUp);
        result.onError(failure -> giveUp());
        result.onCompletion(this::giveUp);
    }

    DeferredResult<Object> result() {
        return result;
    }

    private boolean respond(Outcome<?> outcome) {
        if (over) {
            return false;
        }
        return outcome instanceof Outcome.Success<?> success
                ? result.setResult(success.value())
                : result.setErrorResult(((Outcome.Failure<?>) outcome).cause());
    }

    /** On a thread of the container. Harmless when the Deferred has fired, as it has in the end of every good request. */
    private void giveUp() {
        over = true;
        end.cancel();
    }
}
