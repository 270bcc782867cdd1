package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.Clock;
import io.jtwisted.net.Address;
import io.jtwisted.net.Port;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/** Opens and closes the listeners, and keeps their {@link Listeners state}. Each does one thing at a time. */
final class OpenPorts implements ListenerRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerRegistry.class);

    private final ReactorGroup reactors;
    private final Listeners listeners;
    private final LocalPorts localPorts;
    private final ApplicationEventPublisher events;
    private final Duration drainTimeout;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private volatile Map<String, Handlers.Listener> known = Map.of();

    OpenPorts(
            ReactorGroup reactors,
            Listeners listeners,
            LocalPorts localPorts,
            ApplicationEventPublisher events,
            Duration drainTimeout) {
        this.reactors = reactors;
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
                    listener.name(), listener.handler(), listener.endpoint(), Listeners.State.STOPPED, null));
        }
        known = byName;
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(known.keySet());
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
        Optional<Port> open = port(name);
        if (open.isPresent()) {
            return Deferred.succeed(open.get());
        }
        if (!busy.add(name)) {
            return Deferred.fail(isBusy(name));
        }
        return reactors.listen(listener.endpoint(), listener.factory())
                .tap(port -> opened(listener, port))
                .chainCallback(port -> published(new ListenerStartedEvent(this, name, port), port))
                .addErrback(failure -> {
                    listeners.state(name, Listeners.State.FAILED);
                    throw WrongStart.of(listener, failure);
                })
                .always(() -> busy.remove(name));
    }

    @Override
    public Deferred<Integer> stop(String name) {
        listener(name);
        Optional<Port> open = port(name);
        if (open.isEmpty() && !busy.contains(name)) {
            return Deferred.succeed(0);
        }
        if (open.isEmpty() || !busy.add(name)) {
            return Deferred.fail(isBusy(name));
        }
        listeners.state(name, Listeners.State.DRAINING);
        return open.get()
                .drain(drainTimeout)
                .tap(aborted -> closed(name, aborted))
                .chainCallback(aborted -> published(new ListenerStoppedEvent(this, name, aborted), aborted))
                .always(() -> busy.remove(name));
    }

    /** Stops all which are open. Fires when all are closed, with how many connections had to be aborted. */
    Deferred<Integer> stopAll() {
        Clock clock = reactors.reactors().get(0);
        Duration begin = clock.now();
        List<Deferred<Integer>> closing = names().stream()
                .filter(name -> port(name).isPresent())
                .map(this::stop)
                .toList();
        if (closing.isEmpty()) {
            return Deferred.succeed(0);
        }
        return Deferred.gatherResults(closing)
                .addCallback(all -> all.stream().mapToInt(Integer::intValue).sum())
                .tap(aborted -> listeners.drained(clock.now().minus(begin), aborted));
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
            LOG.error("{} listens no more: its port was closed from outside", name);
        }
    }

    private void closed(String name, int aborted) {
        listeners.state(name, Listeners.State.STOPPED);
        if (aborted > 0) {
            LOG.warn(
                    "{}: {} connections did not leave within {}, and were aborted",
                    name,
                    aborted,
                    Seconds.of(drainTimeout));
        }
    }

    /** On a thread of the pool: who hears of it may block. What he throws is his own affair. */
    private <T> Deferred<T> published(ApplicationEvent event, T then) {
        return reactors.reactors()
                .get(0)
                .deferToThread(() -> {
                    events.publishEvent(event);
                    return then;
                })
                .addErrback(failure -> {
                    LOG.error("not everybody could be told: {}", event, failure);
                    return then;
                });
    }

    private Handlers.Listener listener(String name) {
        Handlers.Listener listener = known.get(name);
        if (listener == null) {
            throw new IllegalArgumentException("there is no listener '" + name + "', but " + names());
        }
        return listener;
    }

    private static IllegalStateException isBusy(String name) {
        return new IllegalStateException("listener '" + name + "' is opening or closing: wait until it has");
    }

    private static String place(Port port) {
        return port.host() instanceof Address.Inet ? "tcp " + port : port.toString();
    }

    private static String tls(ServerEndpoint endpoint) {
        Tls tls = endpoint instanceof ServerEndpoint.Tcp tcp ? tcp.tls() : null;
        if (tls == null) {
            return "";
        }
        return tls.keys() instanceof TlsKeys.Bundle bundle ? ", tls bundle " + bundle.name() : ", tls";
    }
}
