package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Limits.WhenFull;
import io.jtwisted.net.Tls;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * A place to listen: a port, a Unix domain socket, or an endpoint string; below {@code jtwisted.listeners.<name>}. What
 * is null is not set: then {@code jtwisted.defaults} says it, or else the engine.
 *
 * @param enabled Whether there is this listener at all.
 * @param autoStart Whether to listen when the application starts. If not, ListenerRegistry starts it.
 * @param reactor Name of the reactor that its handler lives on, such as jtwisted-2. The first one if it is not set; all of
 *     them if the handler is Sharable.
 * @param endpoint Endpoint string, such as tls:7000:bundle=chat, instead of port, address, unix-path and unix-mode. What
 *     else is set here wins over it; ssl is for one without encryption of its own.
 * @param port Port number, from 0 to 65535. With 0 any that is free.
 * @param address Name or address of the interface to listen on. All of them if it is not set.
 * @param unixPath Path of a Unix domain socket to listen on, instead of a port.
 * @param unixMode Permissions of the socket file as an octal number without leading zeros, such as 660. Left to the
 *     umask if it is not set.
 * @param backlog How many connections may wait to be accepted.
 * @param ssl encryption
 * @param limits how many connections
 * @param timeouts how long
 * @param buffers how many bytes may wait
 * @param socket options of the operating system
 */
@ConfigurationPropertiesSource
public record ListenerProperties(
        @Nullable Boolean enabled,
        @Nullable Boolean autoStart,
        @Nullable String reactor,
        @Nullable String endpoint,
        @Nullable Integer port,
        @Nullable String address,
        @Nullable String unixPath,
        @Nullable String unixMode,
        @Nullable Integer backlog,
        @NestedConfigurationProperty @DefaultValue Ssl ssl,
        @NestedConfigurationProperty @DefaultValue Limits limits,
        @NestedConfigurationProperty @DefaultValue Timeouts timeouts,
        @NestedConfigurationProperty @DefaultValue Buffers buffers,
        @NestedConfigurationProperty @DefaultValue Socket socket) {
    private static final Ssl NO_SSL = new Ssl(null, null, null, null, null, null);
    private static final Limits NO_LIMITS = new Limits(null, null, null);
    private static final Timeouts NO_TIMEOUTS = new Timeouts(null, null, null, null);
    private static final Buffers NO_BUFFERS = new Buffers(null, null, null);
    private static final Socket NO_SOCKET = new Socket(null, null, new KeepAlive(null, null, null, null));

    /** One of which nothing is set. */
    static ListenerProperties none() {
        return new ListenerProperties(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                NO_SSL,
                NO_LIMITS,
                NO_TIMEOUTS,
                NO_BUFFERS,
                NO_SOCKET);
    }

    /** Whether an option of TCP sockets is set. */
    boolean setsSocket() {
        return !socket.equals(NO_SOCKET);
    }

    /** Which group of keys for the limits of the engine has something set, for messages; null if none has. */
    @Nullable
    String limitKey() {
        if (!limits.equals(NO_LIMITS)) {
            return "limits";
        }
        return !timeouts.equals(NO_TIMEOUTS) ? "timeouts" : !buffers.equals(NO_BUFFERS) ? "buffers" : null;
    }

    /**
     * What is the same for all listeners which do not say otherwise; below {@code jtwisted.defaults}.
     *
     * @param enabled Whether there are listeners which do not say so themselves.
     * @param autoStart Whether to listen when the application starts. If not, ListenerRegistry starts it.
     * @param address Name or address of the interface to listen on. All of them if it is not set.
     * @param unixMode Permissions of the files of Unix domain sockets as an octal number without leading zeros, such as
     *     660. Left to the umask if it is not set.
     * @param backlog How many connections may wait to be accepted.
     * @param ssl encryption
     * @param limits how many connections
     * @param timeouts how long
     * @param buffers how many bytes may wait
     * @param socket options of the operating system
     */
    public record Defaults(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("true") boolean autoStart,
            @Nullable String address,
            @Nullable String unixMode,
            @Nullable Integer backlog,
            @NestedConfigurationProperty @DefaultValue Ssl ssl,
            @NestedConfigurationProperty @DefaultValue Limits limits,
            @NestedConfigurationProperty @DefaultValue Timeouts timeouts,
            @NestedConfigurationProperty @DefaultValue Buffers buffers,
            @NestedConfigurationProperty @DefaultValue Socket socket) {

        /** Of which nothing is set. */
        static Defaults none() {
            return new Defaults(true, true, null, null, null, NO_SSL, NO_LIMITS, NO_TIMEOUTS, NO_BUFFERS, NO_SOCKET);
        }
    }

    /**
     * Encryption of a port, or of an endpoint without encryption of its own. Unix domain sockets have none.
     *
     * @param bundle Name of the SSL bundle with the certificate. Plain TCP if it is not set, or empty.
     * @param clientAuth Whether to ask clients for a certificate.
     * @param serverNameBundles SSL bundles for clients which ask for these names.
     * @param alpn Application protocols to offer, the preferred first. A client that offers only others is refused.
     * @param alpnRequired Whether to refuse clients that offer no application protocol, too. Needs alpn.
     * @param handshakeTimeout How long a handshake may take. Zero for ever. If a duration suffix is not specified,
     *     seconds will be used.
     */
    public record Ssl(
            @Nullable String bundle,
            Tls.@Nullable ClientAuth clientAuth,
            @Nullable List<ServerNameBundle> serverNameBundles,
            @Nullable List<String> alpn,
            @Nullable Boolean alpnRequired,
            @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration handshakeTimeout) {}

    /**
     * Another certificate for clients that ask for another name (SNI).
     *
     * @param serverName Host name that clients ask for. With an asterisk for the first label it covers all of them.
     * @param bundle Name of the SSL bundle for this host name.
     */
    public record ServerNameBundle(
            @Nullable String serverName, @Nullable String bundle) {}

    /**
     * How many connections.
     *
     * @param maxConnections Largest number of connections at a time. Zero for any.
     * @param maxConnectionsPerAddress Largest number of connections from one IP address at a time. Zero for any.
     * @param onLimit What to do when there are as many connections as there may be.
     */
    public record Limits(
            @Nullable Integer maxConnections,
            @Nullable Integer maxConnectionsPerAddress,
            @Nullable WhenFull onLimit) {}

    /**
     * How long.
     *
     * @param idle How long a connection may live without a byte in either direction. Zero for ever. If a duration suffix
     *     is not specified, seconds will be used.
     * @param read How long a connection may live without a byte from the peer, whatever is written to it. Zero for ever.
     *     If a duration suffix is not specified, seconds will be used.
     * @param write How long bytes may wait for a peer which takes none of them, before the connection is aborted. Zero
     *     for ever. If a duration suffix is not specified, seconds will be used.
     * @param maxAge How long a connection may live at all, before it is closed politely. Zero for ever. If a duration
     *     suffix is not specified, seconds will be used.
     */
    public record Timeouts(
            @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration idle,
            @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration read,
            @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration write,
            @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxAge) {}

    /**
     * How many bytes may wait for a peer which reads slowly.
     *
     * @param writeHigh More unsent bytes than this pause a registered producer.
     * @param writeLow This many unsent bytes, or fewer, let a producer go on.
     * @param writeLimit More unsent bytes than this abort the connection. Zero for any number.
     */
    public record Buffers(
            @Nullable DataSize writeHigh,
            @Nullable DataSize writeLow,
            @Nullable DataSize writeLimit) {}

    /**
     * Options of TCP sockets.
     *
     * @param tcpNoDelay Whether small writes leave at once, without waiting for an acknowledgement of those before.
     * @param reusePort Whether other processes may listen on the same port. The system spreads connections over them.
     * @param keepAlive how the system looks after silent peers
     */
    public record Socket(
            @Nullable Boolean tcpNoDelay,
            @Nullable Boolean reusePort,
            @NestedConfigurationProperty @DefaultValue KeepAlive keepAlive) {}

    /**
     * How the operating system looks after silent peers.
     *
     * @param enabled Whether the operating system looks after silent peers.
     * @param idle How long a peer is silent before the first look, in whole seconds. Zero for what the system does. If a
     *     duration suffix is not specified, seconds will be used.
     * @param interval How long between two looks, in whole seconds. Zero for what the system does. If a duration suffix
     *     is not specified, seconds will be used.
     * @param count How many looks in vain end a connection. Zero for what the system does.
     */
    public record KeepAlive(
            @Nullable Boolean enabled,
            @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration idle,
            @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration interval,
            @Nullable Integer count) {}
}
