package io.jtwisted.net;

import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.DeferredCallable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For makers of reactors: keeps the triggers of a reactor and pulls them in order. Belongs to the reactor's thread, but
 * for {@link #add} and {@link Trigger#remove()}.
 */
public final class SystemEvents {
    private static final Logger LOG = LoggerFactory.getLogger(Reactor.class);

    private final Map<SystemEvent, List<Registered>> triggers = new EnumMap<>(SystemEvent.class);

    /** A trigger that can be taken back. */
    public interface Trigger {

        /**
         * Takes it back.
         *
         * @throws IllegalStateException if it was taken back before
         */
        void remove();
    }

    /** Adds a trigger; those of one phase are pulled in the order in which they were added. */
    public Trigger add(SystemEvent event, DeferredCallable<?> call) {
        Registered trigger = new Registered(event, call);
        synchronized (triggers) {
            triggers.computeIfAbsent(event, none -> new ArrayList<>()).add(trigger);
        }
        return trigger;
    }

    /** Pulls all triggers of a phase; fires when the Deferreds of all of them have. What fails is logged. */
    public Deferred<?> fire(SystemEvent event) {
        return fire(event, 0);
    }

    private Deferred<?> fire(SystemEvent event, int first) {
        List<Deferred<Object>> pulled = new ArrayList<>();
        int next = first;
        for (Registered trigger; (trigger = at(event, next)) != null; next++) {
            pulled.add(trigger.pull());
        }
        int seen = next;
        // Triggers may have been added while the others were waited for.
        return Deferred.gatherResults(pulled)
                .chainCallback(all -> at(event, seen) == null ? Deferred.succeed(all) : fire(event, seen).addCallback(x -> all));
    }

    private @org.jspecify.annotations.Nullable Registered at(SystemEvent event, int index) {
        synchronized (triggers) {
            List<Registered> ofEvent = triggers.getOrDefault(event, List.of());
            return index < ofEvent.size() ? ofEvent.get(index) : null;
        }
    }

    private final class Registered implements Trigger {
        private final SystemEvent event;
        private final DeferredCallable<?> call;

        Registered(SystemEvent event, DeferredCallable<?> call) {
            this.event = event;
            this.call = call;
        }

        Deferred<Object> pull() {
            return Deferred.maybeDeferred(call).addBoth(outcome -> {
                if (outcome instanceof io.jtwisted.defer.Outcome.Failure<?> failure) {
                    LOG.error("a {} trigger failed", event, failure.cause());
                }
                return event;
            });
        }

        @Override
        public void remove() {
            synchronized (triggers) {
                if (!triggers.getOrDefault(event, List.of()).remove(this)) {
                    throw new IllegalStateException("this trigger was removed before");
                }
            }
        }
    }
}
