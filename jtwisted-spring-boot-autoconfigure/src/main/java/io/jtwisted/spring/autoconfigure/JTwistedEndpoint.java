package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.ConnectionStatistics;
import io.jtwisted.net.Port;
import io.jtwisted.net.ReactorGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** Tells how the reactors and the listeners are, and of each connection. Changes nothing. */
@Endpoint(id = "jtwisted", defaultAccess = Access.READ_ONLY)
final class JTwistedEndpoint {
    /** How long a reactor may take to list its connections. One which is blocked never does. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ReactorGroup reactors;
    private final Listeners listeners;
    private final TlsReloads reloads;
    private final boolean showRemoteAddresses;

    /**
     * About these.
     *
     * @param showRemoteAddresses whether every user may see them
     */
    JTwistedEndpoint(ReactorGroup reactors, Listeners listeners, TlsReloads reloads, boolean showRemoteAddresses) {
        this.reactors = reactors;
        this.listeners = listeners;
        this.reloads = reloads;
        this.showRemoteAddresses = showRemoteAddresses;
    }

    /** Everything but the connections one by one. */
    @ReadOperation
    Report report() {
        Map<String, Report.ListenerEntry> byName = new TreeMap<>();
        listeners.all().forEach(listener -> byName.put(listener.name(), Report.ListenerEntry.of(listener, reloads)));
        return new Report(
                reactors.reactors().stream().map(Report.ReactorEntry::of).toList(), byName);
    }

    /** A listener and its connections; null if there is none of this name. */
    @ReadOperation
    Report.@Nullable Details listener(@Selector String listener) {
        return listener(listener, showRemoteAddresses);
    }

    /** The same for a user that may see remote addresses, or not. */
    Report.@Nullable Details listener(String name, boolean showAddresses) {
        Listeners.Listener listener = listeners.get(name);
        return listener == null ? null : details(listener, showAddresses);
    }

    private Report.Details details(Listeners.Listener listener, boolean showAddresses) {
        List<ConnectionStatistics> connections = List.of();
        String note = null;
        try {
            connections = connections(listener.port());
        } catch (TimeoutException e) {
            note = "the reactor is busy, and did not list its connections in time";
        } catch (ExecutionException e) {
            note = "the reactor did not list its connections: " + e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            note = "interrupted before the reactor had listed its connections";
        }
        return new Report.Details(
                listener.name(),
                Report.ListenerEntry.of(listener, reloads),
                connections.stream()
                        .map(connection -> Report.ConnectionEntry.of(connection, showAddresses))
                        .toList(),
                note);
    }

    private static List<ConnectionStatistics> connections(@Nullable Port port)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (port == null) {
            return List.of();
        }
        CompletableFuture<List<ConnectionStatistics>> answer =
                port.connectionStatistics().toCompletableFuture();
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            answer.cancel(false); // it is not waited for any more
        }
    }
}
