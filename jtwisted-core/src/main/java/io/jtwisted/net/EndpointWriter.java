package io.jtwisted.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way back from {@link EndpointText}: makes an endpoint string, for the {@code toString} of an endpoint. It quotes what
 * has to be quoted, and leaves out each option that is as usual. Each method has its match in {@link EndpointText}, which
 * reads what it writes:
 *
 * <pre>{@code
 * record Serial(String device, int baud, Limits limits) implements ClientEndpoint {
 *     public String toString() {
 *         return new EndpointWriter("serial")
 *                 .value(device)
 *                 .option("baud", baud, 9600)
 *                 .clientLimits(limits)
 *                 .toString();
 *     }
 * }
 * }</pre>
 */
public final class EndpointWriter {
    private final StringBuilder text;

    /** Begins with what stands before the first colon: {@link EndpointParser#prefix}. */
    public EndpointWriter(String prefix) {
        text = new StringBuilder(EndpointText.quote(prefix));
    }

    /** A part without an equals sign: see {@link EndpointText#value}. */
    public EndpointWriter value(Object value) {
        text.append(':').append(EndpointText.quote(value.toString()));
        return this;
    }

    /** An option, in any case. An empty value is written, but not read again. */
    public EndpointWriter option(String name, Object value) {
        text.append(':').append(EndpointText.quote(name)).append('=').append(EndpointText.quote(value.toString()));
        return this;
    }

    /** An option, unless it is as usual. */
    public EndpointWriter option(String name, Object value, Object usual) {
        return value.equals(usual) ? this : option(name, value);
    }

    /** An option in seconds, unless it is as usual. */
    public EndpointWriter duration(String name, Duration value, Duration usual) {
        return value.equals(usual) ? this : option(name, EndpointText.seconds(value));
    }

    /** An option which is the name of a constant, unless it is as usual. */
    public <E extends Enum<E>> EndpointWriter choice(String name, E value, E usual) {
        return value == usual ? this : option(name, EndpointText.word(value));
    }

    /** An option which is {@code on} or {@code off}, unless it is as usual. */
    public EndpointWriter flag(String name, boolean value, boolean usual) {
        return choice(name, Switch.of(value), Switch.of(usual));
    }

    /** What of the limits was said. */
    public EndpointWriter serverLimits(Limits limits) {
        LimitsText.server(this, limits);
        return this;
    }

    /** What of the limits was said, and means something to a client. */
    public EndpointWriter clientLimits(Limits limits) {
        LimitsText.client(this, limits);
        return this;
    }

    /** The encryption of a server; nothing for null. */
    public EndpointWriter serverTls(@Nullable Tls tls) {
        if (tls != null) {
            TlsText.server(this, tls);
        }
        return this;
    }

    /** The encryption of a client; nothing for null. */
    public EndpointWriter clientTls(@Nullable Tls tls) {
        if (tls != null) {
            TlsText.client(this, tls);
        }
        return this;
    }

    /** The options of its sockets. */
    public EndpointWriter socketOptions(SocketOptions options) {
        SocketOptionsText.write(this, options);
        return this;
    }

    /** The endpoint that this one wraps, with its kind: see {@link EndpointText#rest}. */
    public EndpointWriter rest(Object endpoint) {
        text.append(':').append(endpoint);
        return this;
    }

    /** What was written. */
    @Override
    public String toString() {
        return text.toString();
    }
}
