package io.jtwisted.net;

import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.DeferredCallable;
import io.jtwisted.defer.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For makers of reactors: keeps the triggers of a reactor and pulls them in order. Belongs to the reactor's thread, but
 * for {@link #add} and {@link Trigger#remove()}.
 */
public final class SystemEvents {
    private static final Logger LOG = LoggerFactory.getLogger(Reactor.class);

    private final List<Registered> triggers = new CopyOnWriteArrayList<>();
    private final Consumer<? super Throwable> failed;

    /** A trigger that can be taken back. */
    public interface Trigger {

        /**
         * Takes it back.
         *
         * @throws IllegalStateException if it was taken back before
         */
        void remove();
    }

    /** With no triggers yet. */
    public SystemEvents() {
        this(thrown -> {});
    }

    /** With no triggers yet; what one of them fails with is told, too, when it has been logged. */
    public SystemEvents(Consumer<? super Throwable> failed) {
        this.failed = failed;
    }

    /** Adds a trigger; those of one phase are pulled in the order in which they were added. */
    public <T extends @Nullable Object> Trigger add(SystemEvent event, DeferredCallable<T> call) {
        Registered trigger = new Registered(event, call);
        triggers.add(trigger);
        return trigger;
    }

    /** Pulls all triggers of a phase; fires when the Deferreds of all of them have. What fails is logged. */
    public Deferred<SystemEvent> fire(SystemEvent event) {
        return fire(event, new HashSet<>());
    }

    private Deferred<SystemEvent> fire(SystemEvent event, Set<Registered> pulled) {
        List<Deferred<SystemEvent>> waiting = triggers.stream()
                .filter(trigger -> trigger.event == event && pulled.add(trigger))
                .filter(triggers::contains) // an earlier one may have removed it
                .map(Registered::pull)
                .toList();
        // While these are waited for, more may be added.
        return waiting.isEmpty()
                ? Deferred.succeed(event)
                : Deferred.gatherResults(waiting).chainCallback(all -> fire(event, pulled));
    }

    private final class Registered implements Trigger {
        private final SystemEvent event;
        private final DeferredCallable<?> call;

        Registered(SystemEvent event, DeferredCallable<?> call) {
            this.event = event;
            this.call = call;
        }

        Deferred<SystemEvent> pull() {
            return Deferred.maybeDeferred(call).addBoth(outcome -> {
                if (outcome instanceof Outcome.Failure<?> failure) {
                    LOG.error("a {} trigger failed", event, failure.cause());
                    failed.accept(failure.cause());
                }
                return event;
            });
        }

        @Override
        public void remove() {
            if (!triggers.remove(this)) {
                throw new IllegalStateException("this trigger was removed before");
            }
        }
    }
}
