package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.ConnectionStatistics;
import io.jtwisted.net.Port;
import io.jtwisted.net.PortStatistics;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/** What the endpoint answers. What is null is left out of its JSON. */
record Report(List<ReactorEntry> reactors, Map<String, ListenerEntry> listeners) implements OperationResponseBody {

    /**
     * A reactor.
     *
     * @param lag the last sample; null before the first
     * @param outgoing the connections which it was asked for
     */
    record ReactorEntry(
            String name,
            boolean running,
            long pendingCalls,
            long delayedCalls,
            long blocked,
            Duration busy,
            @Nullable Duration lag,
            Counts outgoing) {

        static ReactorEntry of(Reactor reactor) {
            ReactorStatistics now = reactor.statistics();
            return new ReactorEntry(
                    reactor.name(),
                    reactor.running(),
                    now.pendingCalls(),
                    now.delayedCalls(),
                    now.blocked(),
                    now.busy(),
                    now.lag(),
                    new Counts(now.opened() - now.closed(), now.opened(), now.received(), now.sent()));
        }
    }

    /** Connections which are open, those which ever were, and their bytes. */
    record Counts(long active, long total, long received, long sent) {}

    /**
     * A listener.
     *
     * @param address where it listens, or did last; null if it never did
     * @param connections since it was opened last; null if it never was
     * @param rejected how many connections it refused, by reason; null if it never listened
     * @param ssl by bundle; null without any
     */
    record ListenerEntry(
            Listeners.State state,
            @Nullable String address,
            String transport,
            String handler,
            @Nullable Counts connections,
            @Nullable Map<String, Long> rejected,
            @Nullable Map<String, SslEntry> ssl) {

        static ListenerEntry of(Listeners.Listener listener, TlsReloads reloads) {
            Port port = listener.port();
            PortStatistics now = port == null ? null : port.statistics();
            Map<String, SslEntry> ssl = listener.bundles().stream()
                    .collect(Collectors.toMap(UnaryOperator.identity(), bundle -> SslEntry.of(reloads.of(bundle))));
            return new ListenerEntry(
                    listener.state(),
                    port == null ? null : port.host().toString(),
                    listener.transport(),
                    listener.handler(),
                    now == null ? null : new Counts(now.active(), now.opened(), now.received(), now.sent()),
                    now == null ? null : rejected(now),
                    ssl.isEmpty() ? null : ssl);
        }

        private static Map<String, Long> rejected(PortStatistics now) {
            Map<String, Long> byReason = new TreeMap<>();
            now.refused().forEach((reason, times) -> byReason.put(RefusalTag.of(reason), times));
            return byReason;
        }
    }

    /**
     * An SSL bundle.
     *
     * @param notAfter when the certificate expires; null if there is none
     * @param reloads how often it was replaced
     * @param failures how often it was not, because the new one was of no use
     * @param failure why, the last time; null if the last reload was a success
     * @param at when the last reload was; null if there was none
     */
    record SslEntry(
            @Nullable Instant notAfter,
            long reloads,
            long failures,
            @Nullable String failure,
            @Nullable Instant at) {

        static SslEntry of(TlsReloads.Reload reload) {
            return new SslEntry(
                    reload.notAfter(), reload.successes(), reload.failures(), reload.failure(), reload.at());
        }
    }

    /**
     * A listener and all its connections.
     *
     * @param connections empty if the reactor did not say
     * @param note what went wrong; null if nothing did
     */
    record Details(
            String name,
            ListenerEntry listener,
            List<ConnectionEntry> connections,
            @Nullable String note) implements OperationResponseBody {}

    /**
     * An open connection.
     *
     * @param remoteAddress null where it is not shown
     * @param tls the version; null if it is not encrypted
     */
    record ConnectionEntry(
            long id,
            @Nullable String remoteAddress,
            Duration age,
            long received,
            long sent,
            long unsent,
            @Nullable String tls) {

        static ConnectionEntry of(ConnectionStatistics connection, boolean showRemoteAddress) {
            return new ConnectionEntry(
                    connection.id(),
                    showRemoteAddress ? connection.peer().toString() : null,
                    connection.age(),
                    connection.received(),
                    connection.sent(),
                    connection.unsent(),
                    connection.tls().isEmpty() ? null : connection.tls());
        }
    }
}
