package io.jtwisted.net;

import io.jtwisted.defer.Deferred;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several reactors, one thread each. A factory lives with all its connections on one of them, so that its state needs
 * no lock; only a {@link Sharable} one is spread over all. For any thread.
 */
public final class ReactorGroup {
    private final List<Reactor> reactors;
    private final Map<Key, Reactor> homes = new ConcurrentHashMap<>();
    private final ReferenceQueue<Factory> collected = new ReferenceQueue<>();
    private final AtomicInteger next = new AtomicInteger();

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

    /** Starts all. */
    public Deferred<List<Reactor>> start() {
        return Deferred.gatherResults(reactors.stream().map(Reactor::start).toList());
    }

    /** Stops all. */
    public Deferred<List<Reactor>> stop() {
        return Deferred.gatherResults(reactors.stream().map(Reactor::stop).toList());
    }

    /** Listens, on the reactor of the factory. See {@link Reactor#listen(String, Factory)}. */
    public Deferred<Port> listen(String endpoint, Factory factory) {
        return listen(ServerEndpoint.parse(endpoint), factory);
    }

    /** Listens, on one of the reactors. See {@link Reactor#listen(String, Supplier)}. */
    public Deferred<Port> listen(String endpoint, Supplier<? extends Protocol> protocols) {
        return listen(endpoint, (Factory) peer -> protocols.get());
    }

    /** Listens, on the reactor of the factory. */
    public Deferred<Port> listen(ServerEndpoint endpoint, Factory factory) {
        return reactorOf(factory).listen(endpoint, factory);
    }

    /** Where a factory lives: the reactor which it was given first, in turn. */
    public Reactor reactorOf(Factory factory) {
        for (Reference<?> gone; (gone = collected.poll()) != null; ) {
            homes.keySet().remove(gone);
        }
        return homes.computeIfAbsent(
                new Key(factory, collected),
                unknown -> reactors.get(Math.floorMod(next.getAndIncrement(), reactors.size())));
    }

    /** A factory is itself, whatever its equals says; and is forgotten when nothing else knows it. */
    private static final class Key extends WeakReference<Factory> {
        private final int hash;

        Key(Factory factory, ReferenceQueue<Factory> collected) {
            super(factory, collected);
            this.hash = System.identityHashCode(factory);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            Factory factory = get();
            return this == other || (factory != null && other instanceof Key key && key.get() == factory);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
