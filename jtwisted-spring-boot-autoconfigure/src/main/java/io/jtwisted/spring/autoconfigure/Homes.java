package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Factory;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.Sharable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which reactor the handler of a listener lives on: the first, unless {@code jtwisted.listeners.<name>.reactor} says it. */
final class Homes {
    private final ReactorGroup reactors;
    private final Map<String, ListenerProperties> listeners;

    Homes(ReactorGroup reactors, Map<String, ListenerProperties> listeners) {
        this.reactors = reactors;
        this.listeners = listeners;
    }

    /**
     * The reactor of this listener's handler.
     *
     * @throws WrongStart if the configuration names one which is not there
     */
    Reactor of(String listener) {
        String name = name(listener);
        if (name == null) {
            return reactors.first();
        }
        try {
            return reactors.reactor(name);
        } catch (IllegalArgumentException e) {
            throw WrongStart.noReactor(
                    listener,
                    name,
                    reactors.reactors().stream().map(Reactor::name).toList());
        }
    }

    private @Nullable String name(String listener) {
        ListenerProperties properties = listeners.get(listener);
        return properties == null ? null : properties.reactor();
    }

    /**
     * The factory of these listeners, so that it stays on the reactor that they were given.
     *
     * @throws WrongStart if they were given several
     */
    Factory keep(List<String> names, Factory factory) {
        boolean sharable = factory instanceof Sharable;
        for (String name : names) {
            String home = home(name, sharable);
            String other = home(names.get(0), sharable);
            if (!home.equals(other)) {
                throw WrongStart.twoReactors(names.get(0), other, name, home);
            }
        }
        return sharable && !names.isEmpty() && name(names.get(0)) != null ? new PinnedFactory(factory) : factory;
    }

    private String home(String listener, boolean sharable) {
        return sharable && name(listener) == null ? "all" : of(listener).name();
    }

    /** The first reactor for a bean which asks for no other. */
    Reactor forAnyBean(Collection<String> enabled) {
        Optional<String> elsewhere = enabled.stream()
                .filter(name -> of(name) != reactors.first())
                .sorted()
                .findFirst();
        if (elsewhere.isPresent()) {
            String listener = elsewhere.get();
            throw new BareReactor(
                    listener, of(listener).name(), reactors.first().name());
        }
        return reactors.first();
    }
}
