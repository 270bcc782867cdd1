package io.jtwisted.spring;

import io.jtwisted.defer.Deferred;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Between Deferreds and Reactor's Monos. Cancelling crosses both ways, failures cross as they are, and a null is an empty
 * Mono. Needs {@code reactor-core} on the class path; WebFlux and Spring MVC need nothing of this, for them a controller
 * returns the Deferred itself.
 */
public final class Deferreds {

    private Deferreds() {}

    /**
     * A Mono of the result, for one subscriber: a Deferred has one consumer. A second one meets an
     * {@link IllegalStateException}. It is told on the Deferred's home; its work is under way already, whether a
     * subscriber subscribes or not.
     */
    public static <T> Mono<T> toMono(Deferred<? extends @Nullable T> deferred) {
        return Mono.create(sink -> new MonoFiring<T>(sink).of(deferred));
    }

    /** A Mono which has this make a Deferred for each subscriber, and no work done before there is one. */
    public static <T> Mono<T> toMono(Supplier<? extends Deferred<? extends @Nullable T>> work) {
        return Mono.defer(() -> toMono(work.get()));
    }

    /**
     * Subscribes now, and fires when the Mono has ended; with null if it was empty. At home on the current loop, if there
     * is one. Cancelling it cancels the subscription.
     */
    public static <T> Deferred<@Nullable T> fromMono(Mono<T> mono) {
        return Deferred.from(mono.toFuture());
    }
}
