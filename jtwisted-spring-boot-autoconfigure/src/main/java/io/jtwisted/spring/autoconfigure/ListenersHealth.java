package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether each listener does what it should. All are there from the beginning, so that a health group may name them. One
 * that the application has closed, or has not opened yet, while everything else is served, is as it should be.
 */
final class ListenersHealth implements CompositeHealthContributor {
    private final Listeners listeners;
    private final TlsReloads reloads;
    private final Set<String> enabled;
    private final BooleanSupplier serving;

    /**
     * With these listeners.
     *
     * @param enabled the names of all which there will be
     * @param serving whether the application has opened its listeners, and does not end
     */
    ListenersHealth(Listeners listeners, TlsReloads reloads, Set<String> enabled, BooleanSupplier serving) {
        this.listeners = listeners;
        this.reloads = reloads;
        this.enabled = Set.copyOf(enabled);
        this.serving = serving;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        return enabled.contains(name) || listeners.get(name) != null ? indicator(name) : null;
    }

    @Override
    public Stream<Entry> stream() {
        Set<String> names = new TreeSet<>(enabled);
        listeners.all().forEach(listener -> names.add(listener.name()));
        return names.stream().map(name -> new Entry(name, indicator(name)));
    }

    private HealthIndicator indicator(String name) {
        return () -> {
            Listeners.Listener listener = listeners.get(name);
            return listener == null ? stopped() : health(listener);
        };
    }

    private static Health stopped() {
        return Health.outOfService()
                .withDetail("state", Listeners.State.STOPPED)
                .build();
    }

    private Health health(Listeners.Listener listener) {
        Port port = listener.port();
        boolean full = port != null && acceptsNobody(listener, port);
        Optional<Throwable> failure = port == null ? Optional.empty() : port.acceptFailure();
        Health.Builder health = failure.isPresent()
                ? Health.down()
                : full ? Health.outOfService() : new Health.Builder(status(listener.state()));
        failure.ifPresent(why -> health.withDetail("acceptFailure", why.toString()));
        if (full) {
            health.withDetail("state", "FULL");
        } else if (listener.state() != Listeners.State.LISTENING) {
            health.withDetail("state", listener.state());
        }
        if (port != null) {
            health.withDetail("address", port.host().toString());
        }
        health.withDetail("tls", listener.secure()).withDetail("connections", port == null ? 0 : port.connections());
        if (listener.limits().connections() > 0) {
            health.withDetail("maxConnections", listener.limits().connections());
        }
        // It serves with the certificate that it had, so it is up; a detail says so.
        listener.bundles().stream()
                .map(bundle -> reloads.of(bundle).failure())
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(why -> health.withDetail("tlsReload", why));
        return health.build();
    }

    /** Whether new connections wait until one goes. Where they are closed at once it serves as it was told to. */
    private static boolean acceptsNobody(Listeners.Listener listener, Port port) {
        Limits limits = listener.limits();
        return listener.state() == Listeners.State.LISTENING
                && limits.whenFull() == Limits.WhenFull.PAUSE
                && limits.connections() > 0
                && port.connections() >= limits.connections();
    }

    private Status status(Listeners.State state) {
        return switch (state) {
            case LISTENING -> Status.UP;
            // While all others serve, only the application itself closes one, or has not opened it yet.
            case STOPPED, DRAINING -> serving.getAsBoolean() ? Status.UNKNOWN : Status.OUT_OF_SERVICE;
            case FAILED -> Status.DOWN;
        };
    }
}
