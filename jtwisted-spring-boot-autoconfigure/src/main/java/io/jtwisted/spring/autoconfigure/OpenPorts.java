package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.DeferredSemaphore;
import io.jtwisted.loop.Clock;
import io.jtwisted.net.Address;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.spring.ListenerRegistry;
import io.jtwisted.spring.ListenerStartedEvent;
import io.jtwisted.spring.ListenerStoppedEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/** Opens and closes the listeners, and keeps their {@link Listeners state}. Each does one thing at a time. */
final class OpenPorts implements ListenerRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerRegistry.class);

    private final ReactorGroup reactors;
    private final Handlers handlers;
    private final Listeners listeners;
    private final LocalPorts localPorts;
    private final ApplicationEventPublisher events;
    private final Duration drainTimeout;
    private final Map<String, DeferredSemaphore> turns = new ConcurrentHashMap<>();
    private volatile Map<String, Handlers.Listener> known = Map.of();

    OpenPorts(
            ReactorGroup reactors,
            Handlers handlers,
            Listeners listeners,
            LocalPorts localPorts,
            ApplicationEventPublisher events,
            Duration drainTimeout) {
        this.reactors = reactors;
        this.handlers = handlers;
        this.listeners = listeners;
        this.localPorts = localPorts;
        this.events = events;
        this.drainTimeout = drainTimeout;
    }

    /** These are all. */
    void know(List<Handlers.Listener> found) {
        Map<String, Handlers.Listener> byName = new LinkedHashMap<>();
        for (Handlers.Listener listener : found) {
            byName.put(listener.name(), listener);
            listeners.put(new Listeners.Listener(
                    listener.name(),
                    listener.handler(),
                    listener.endpoint(),
                    listener.endpoint().limits().over(listener.factory().usual()),
                    Listeners.State.STOPPED,
                    null));
        }
        known = byName;
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(known.keySet());
    }

    @Override
    public Reactor reactor(String name) {
        return handlers.reactor(name);
    }

    @Override
    public Optional<Port> port(String name) {
        Listeners.Listener listener = listeners.get(name);
        return listener != null && listener.state() == Listeners.State.LISTENING
                ? Optional.ofNullable(listener.port())
                : Optional.empty();
    }

    @Override
    public Deferred<Port> start(String name) {
        Handlers.Listener listener = listener(name);
        return turn(name).run(() -> open(listener)).chainCallback(this::published);
    }

    /** A port, and what there is to tell of it when the turn is over; nothing if it was open before. */
    private record Done<T>(T result, @Nullable ApplicationEvent event) {}

    private Deferred<Done<Port>> open(Handlers.Listener listener) {
        String name = listener.name();
        Optional<Port> open = port(name);
        if (open.isPresent()) {
            return Deferred.succeed(new Done<>(open.get(), null));
        }
        return listener.reactor()
                .listen(listener.endpoint(), listener.factory())
                .tap(port -> opened(listener, port))
                .addErrback(failure -> {
                    listeners.state(name, Listeners.State.FAILED);
                    throw WrongStart.of(listener, failure);
                })
                .addCallback(port -> new Done<>(port, new ListenerStartedEvent(this, name, port)));
    }

    @Override
    public Deferred<Integer> stop(String name) {
        listener(name);
        return turn(name).run(() -> close(name)).chainCallback(this::published);
    }

    private Deferred<Done<Integer>> close(String name) {
        Listeners.Listener now = Objects.requireNonNull(listeners.get(name));
        Port port = now.port();
        if (port == null || now.state() == Listeners.State.STOPPED) {
            listeners.state(name, Listeners.State.STOPPED); // also one that could not be opened
            return Deferred.succeed(new Done<>(0, null));
        }
        listeners.state(name, Listeners.State.DRAINING);
        return Deferred.maybeDeferred(() -> port.drain(drainTimeout))
                .tap(aborted -> closed(name, aborted))
                .addErrback(failure -> {
                    listeners.state(name, Listeners.State.FAILED);
                    throw new IllegalStateException(
                            "listener '" + name + "' could not be drained; stop it again: " + failure.getMessage(),
                            failure);
                })
                .addCallback(aborted -> new Done<>(aborted, new ListenerStoppedEvent(this, name, aborted)));
    }

    /** Each listener does one thing at a time. */
    private DeferredSemaphore turn(String name) {
        return turns.computeIfAbsent(name, unknown -> new DeferredSemaphore(1));
    }

    /**
     * Stops all which are open, or about to be. Fires when all are closed, with how many connections had to be aborted;
     * one which cannot be drained does not keep the others.
     */
    Deferred<Integer> stopAll() {
        return stopAll(known.keySet().stream().filter(name -> !isClosed(name)));
    }

    /** The same for those which are not closing already: they have had their time. */
    Deferred<Integer> stopRest() {
        return stopAll(known.keySet().stream().filter(name -> !isClosed(name) && !isDraining(name)));
    }

    private Deferred<Integer> stopAll(Stream<String> open) {
        Clock clock = reactors.first();
        Duration begin = clock.now();
        List<Deferred<Integer>> closing = open.map(name -> stop(name).addErrback(failure -> {
                    LOG.error("{}", failure.getMessage(), failure);
                    return 0;
                }))
                .toList();
        if (closing.isEmpty()) {
            return Deferred.succeed(0);
        }
        return Deferred.gatherResults(closing)
                .addCallback(all -> all.stream().mapToInt(Integer::intValue).sum())
                .tap(aborted -> listeners.drained(clock.now().minus(begin), aborted));
    }

    private boolean isDraining(String name) {
        Listeners.Listener listener = listeners.get(name);
        return listener != null && listener.state() == Listeners.State.DRAINING;
    }

    private boolean isClosed(String name) {
        Listeners.Listener listener = listeners.get(name);
        boolean open = listener != null && listener.port() != null && listener.state() != Listeners.State.STOPPED;
        return !open && turn(name).free() > 0;
    }

    /** How many connections there are. */
    int connections() {
        return names().stream()
                .flatMap(name -> port(name).stream())
                .mapToInt(Port::connections)
                .sum();
    }

    private void opened(Handlers.Listener listener, Port port) {
        listeners.opened(listener.name(), port);
        if (port.host() instanceof Address.Inet inet) {
            localPorts.publish(listener.name(), inet.port());
        }
        port.closed().tap(itself -> closedByItself(listener.name(), port)).otherwise(failure -> {});
        LOG.info("Listening: {} on {}{}", listener.name(), place(port), tls(listener.endpoint()));
    }

    private void closedByItself(String name, Port port) {
        if (port(name).filter(port::equals).isPresent()) {
            listeners.state(name, Listeners.State.FAILED);
            LOG.error(
                    "{} listens no more: its port was closed without ListenerRegistry.stop(\"{}\");"
                            + " ListenerRegistry.start(\"{}\") opens it again",
                    name,
                    name,
                    name);
        }
    }

    private void closed(String name, int aborted) {
        listeners.state(name, Listeners.State.STOPPED);
        if (aborted > 0) {
            LOG.warn(
                    "{}: {} did not leave within {}: aborted",
                    name,
                    Counted.connections(aborted),
                    Seconds.of(drainTimeout));
        }
    }

    /** On a thread of the pool: a listener of events may block. What it throws is logged, and changes nothing. */
    private <T> Deferred<T> published(Done<T> done) {
        ApplicationEvent event = done.event();
        if (event == null) {
            return Deferred.succeed(done.result());
        }
        return reactors.first()
                .deferToThread(() -> {
                    events.publishEvent(event);
                    return done.result();
                })
                .addErrback(failure -> {
                    LOG.error("not every listener of events could be told: {}", event, failure);
                    return done.result();
                });
    }

    private Handlers.Listener listener(String name) {
        Handlers.Listener listener = known.get(name);
        if (listener == null) {
            throw new IllegalArgumentException("there is no listener '" + name + "', but " + names());
        }
        return listener;
    }

    private static String place(Port port) {
        return port.host() instanceof Address.Inet ? "tcp " + port : port.toString();
    }

    private static String tls(ServerEndpoint endpoint) {
        Tls tls = endpoint.tls();
        if (tls == null) {
            return "";
        }
        return tls.keys() instanceof TlsKeys.Bundle bundle ? ", tls bundle " + bundle.name() : ", tls";
    }
}
