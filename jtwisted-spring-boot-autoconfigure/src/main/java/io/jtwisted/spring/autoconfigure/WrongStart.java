package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.netty.NettyReactor;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/** What an application did wrong, and what to do about it; Boot prints both. */
final class WrongStart extends FailureAnalyzedException {

    private WrongStart(String description, String action) {
        super(description, action);
    }

    WrongStart(String description, String action, Throwable cause) {
        super(description, action, cause);
    }

    /** A listener could not be opened, because of this. */
    static RuntimeException of(Handlers.Listener listener, Throwable failure) {
        return WhyNot.of(listener, failure);
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

    static WrongStart noPort(String listener, String key) {
        return new WrongStart(
                "Listener '" + listener + "' has " + key + ", but no port.",
                "Set jtwisted.listeners." + listener + ".port, for example to 7000.");
    }

    static WrongStart noPath(String listener) {
        return new WrongStart(
                "Listener '" + listener + "' has jtwisted.listeners." + listener + ".unix-mode, but no path.",
                "Set jtwisted.listeners." + listener + ".unix-path, for example to /run/" + listener + ".sock.");
    }

    static WrongStart noBundle(String listener, String key) {
        return new WrongStart(
                "Listener '" + listener + "' has " + key + ", but no SSL bundle.",
                "Set jtwisted.listeners." + listener + ".ssl.bundle to the name of an SSL bundle, for example to "
                        + listener + ", and spring.ssl.bundle.pem." + listener
                        + ".keystore.certificate to its certificate,"
                        + " or remove " + key + ".");
    }

    static WrongStart badEndpoint(String what, String key, String why) {
        return new WrongStart(
                what + ", which is not understood: " + why + ".",
                "Set " + key + " to an endpoint which is, for example to tcp:7000.");
    }

    static WrongStart cannotTune(String listener, String key, ServerEndpoint endpoint) {
        String full = "jtwisted.listeners." + listener + "." + key;
        return new WrongStart(
                "Listener '" + listener + "' has " + full + ", but its endpoint " + endpoint + " is of the kind '"
                        + endpoint.kind() + "', which knows no such thing.",
                "Remove " + full + ", or set jtwisted.listeners." + listener
                        + ".endpoint to one of another kind, for example to tcp:7000.");
    }

    static WrongStart service(String bean, Throwable cause) {
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new WrongStart(
                "The service '" + bean + "' cannot start: " + why + ".",
                "Correct what is wrong, or remove the bean '" + bean
                        + "'. The services which had started were stopped.",
                cause);
    }

    static WrongStart noTransport(NettyReactor.Io transport, IllegalStateException cause) {
        String name = transport.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new WrongStart(
                "jtwisted.reactor.transport is " + name + ", but " + cause.getMessage() + ".",
                "Set jtwisted.reactor.transport to auto, or do what this says.",
                cause);
    }

    static WrongStart noVirtualThreads(IllegalStateException cause) {
        return new WrongStart(
                "jtwisted.thread-pool.type is virtual, but " + cause.getMessage() + ".",
                "Set jtwisted.thread-pool.type to platform, or run the application on Java 21 or later.",
                cause);
    }

    static WrongStart noReactor(String listener, String reactor, List<String> known) {
        return new WrongStart(
                "Listener '" + listener + "' has jtwisted.listeners." + listener + ".reactor=" + reactor
                        + ", and there is no reactor of this name; known are " + String.join(", ", known) + ".",
                "Set jtwisted.listeners." + listener + ".reactor to one of these, or jtwisted.reactor.event-loops to a"
                        + " larger number.");
    }

    static WrongStart twoReactors(String listener, String reactor, String other, String otherReactor) {
        return new WrongStart(
                "The listeners '" + listener + "' and '" + other + "' have one handler, which would live on " + reactor
                        + " and on " + otherReactor + ".",
                "Set jtwisted.listeners." + listener + ".reactor and jtwisted.listeners." + other
                        + ".reactor to the same reactor, or remove both.");
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
                "Move what asks for the proxy, such as @Transactional, @Async or a scope, to a bean which the protocol"
                        + " calls.");
    }
}
