package io.jtwisted.spring.autoconfigure;

import java.time.Duration;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/** What an application did wrong, and what to do about it; Boot prints both. */
final class WrongStart extends FailureAnalyzedException {

    private WrongStart(String description, String action) {
        super(description, action);
    }

    static RuntimeException of(Handlers.Listener listener, Throwable failure) {
        return new IllegalStateException("listener '" + listener.name() + "': " + failure.getMessage(), failure);
    }

    static WrongStart drainTooLong(Duration delay, Duration drain, Duration phase) {
        return new WrongStart(
                "Shutting down takes longer than Spring waits for it: jtwisted.shutdown.pre-drain-delay ("
                        + Seconds.of(delay)
                        + ") and jtwisted.shutdown.drain-timeout (" + Seconds.of(drain)
                        + ") together are not below spring.lifecycle.timeout-per-shutdown-phase (" + Seconds.of(phase)
                        + ").",
                "Set spring.lifecycle.timeout-per-shutdown-phase to "
                        + Seconds.of(delay.plus(drain).plusSeconds(5)) + ", or shorten the other two.");
    }

    static WrongStart noListener(String listener) {
        return new WrongStart(
                "No listener for protocol handler '" + listener + "'.",
                "Set jtwisted.listeners." + listener + ".port, for example to 7000.");
    }

    static WrongStart noPort(String listener) {
        return new WrongStart(
                "Listener '" + listener + "' has an address or an SSL bundle, but no port.",
                "Set jtwisted.listeners." + listener + ".port, for example to 7000.");
    }

    static WrongStart noHandler(String listener) {
        return new WrongStart(
                "No protocol handler for listener '" + listener + "'.",
                "Put @ProtocolHandler(\"" + listener + "\") on a Protocol or a Factory, or remove jtwisted.listeners."
                        + listener + ".");
    }

    static WrongStart twoHandlers(String listener, String one, String other) {
        return new WrongStart(
                "Two protocol handlers for listener '" + listener + "': the beans '" + one + "' and '" + other + "'.",
                "Give one of them another name in its @ProtocolHandler.");
    }

    static WrongStart oneEndpoint(String bean, int listeners) {
        return new WrongStart(
                "The endpoint in the @ProtocolHandler of bean '" + bean + "' is one place, and it has " + listeners
                        + " listeners.",
                "Remove the endpoint, and set jtwisted.listeners.<name>.port for each of the listeners.");
    }

    static WrongStart notAHandler(String bean, Class<?> type) {
        return new WrongStart(
                "The bean '" + bean + "' has a @ProtocolHandler, but " + type.getName()
                        + " is neither a Protocol nor a Factory.",
                "Extend Protocol, implement Factory, or remove the @ProtocolHandler.");
    }

    static WrongStart proxied(String bean, Class<?> type) {
        return new WrongStart(
                "The protocol bean '" + bean + "' of type " + type.getName()
                        + " would be hidden behind a proxy, which no connection can reach through.",
                "Move what asks for the proxy, such as @Transactional or @Async, to a bean which the protocol calls.");
    }
}
