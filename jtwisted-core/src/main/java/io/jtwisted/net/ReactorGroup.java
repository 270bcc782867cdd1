package io.jtwisted.net;

import io.jtwisted.defer.Deferred;
import java.util.List;
import java.util.function.Supplier;

/**
 * Several reactors, one thread each. Every factory lives with all its connections on the first reactor, together with all
 * other factories: what their callbacks share needs no lock, however many reactors there are, and
 * {@code group.first().call(...)} reaches it. Two exceptions:
 *
 * <ul>
 *   <li>The connections of a {@link Sharable} factory are spread over all reactors.
 *   <li>A factory may be given another reactor by name: {@code group.reactor("jtwisted-2").listen(...)}. It then lives
 *       there, and shares nothing with the others without a lock.
 * </ul>
 *
 * Any thread may ask.
 */
public final class ReactorGroup {
    private final List<Reactor> reactors;

    private ReactorGroup(List<Reactor> reactors) {
        this.reactors = reactors;
    }

    /**
     * A group of these. A Sharable factory is spread if the reactors were made as one group, as
     * {@code NettyReactor.group} does.
     */
    public static ReactorGroup of(List<? extends Reactor> reactors) {
        if (reactors.isEmpty()) {
            throw new IllegalArgumentException("a group has at least one reactor");
        }
        return new ReactorGroup(List.copyOf(reactors));
    }

    public List<Reactor> reactors() {
        return reactors;
    }

    /** The reactor of all factories which were not given another one. */
    public Reactor first() {
        return reactors.get(0);
    }

    /**
     * The reactor of this name.
     *
     * @throws IllegalArgumentException if there is none, with the names that there are
     */
    public Reactor reactor(String name) {
        return reactors.stream()
                .filter(reactor -> reactor.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no reactor '" + name + "'; known are "
                        + String.join(", ", reactors.stream().map(Reactor::name).toList())));
    }

    /** Starts all. */
    public Deferred<List<Reactor>> start() {
        return Deferred.gatherResults(reactors.stream().map(Reactor::start).toList());
    }

    /** Stops all. */
    public Deferred<List<Reactor>> stop() {
        return Deferred.gatherResults(reactors.stream().map(Reactor::stop).toList());
    }

    /** Listens on the first reactor. See {@link Reactor#listen(String, Factory)}. */
    public Deferred<Port> listen(String endpoint, Factory factory) {
        return first().listen(endpoint, factory);
    }

    /** Listens on the first reactor. See {@link Reactor#listen(String, Supplier)}. */
    public Deferred<Port> listen(String endpoint, Supplier<? extends Protocol> protocols) {
        return first().listen(endpoint, protocols);
    }

    /** Listens on the first reactor. */
    public Deferred<Port> listen(ServerEndpoint endpoint, Factory factory) {
        return first().listen(endpoint, factory);
    }
}
