package io.jtwisted.net;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An endpoint string on its way to an endpoint, taken apart and unescaped: {@code prefix:value:key=value}. An
 * {@link EndpointParser} asks for the options that it knows; any other option is an error, and the message lists what
 * was asked for. Every method throws {@link IllegalArgumentException} with the part that is wrong, and what would be
 * right.
 */
public final class EndpointText {
    private static final Pattern SPECIAL = Pattern.compile("[:=\\\\]");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final Pattern SECONDS = Pattern.compile("([0-9]+)(?:\\.([0-9]{1,9}))?");
    private static final int NANO_DIGITS = 9;
    private static final int PORTS = 65535;

    private final String endpoint;
    private final String prefix;
    private final Deque<String> values;
    private final Map<String, String> options;
    private final TreeSet<String> known = new TreeSet<>();

    EndpointText(String endpoint) {
        EndpointTokens tokens = EndpointTokens.of(endpoint);
        this.endpoint = endpoint;
        this.prefix = tokens.prefix();
        this.values = new ArrayDeque<>(tokens.values());
        this.options = new LinkedHashMap<>(tokens.options());
    }

    /**
     * Puts a backslash before each colon, equals sign and backslash, so that the text can be a value of an endpoint
     * string. Twisted: {@code quoteStringArgument}.
     */
    public static String quote(String value) {
        return SPECIAL.matcher(value).replaceAll("\\\\$0");
    }

    /** What stands before the first colon. */
    public String prefix() {
        return prefix;
    }

    /**
     * A value which must be there: the option of this name, or else the next part without an equals sign.
     *
     * @param example an endpoint which has it, for the message when it is missing
     */
    public String value(String name, String example) {
        String named = options.remove(name);
        String value = named != null ? named : values.poll();
        if (value == null || value.isEmpty()) {
            throw needs("a " + name + ", for example " + example);
        }
        return value;
    }

    /** The value {@code port}, from 0 to 65535. As {@link #value}. */
    public int port(String example) {
        return (int) whole("port", value("port", example), 0, PORTS);
    }

    /** The option of this name. */
    public Optional<String> option(String name) {
        known.add(name);
        return Optional.ofNullable(options.remove(name));
    }

    /** An option which is {@code on} or {@code off}. */
    public boolean flag(String name, boolean otherwise) {
        return choice(name, Switch.of(otherwise)) == Switch.ON;
    }

    /** An option which is a number between these, both of them included. */
    public int number(String name, int from, int to, int otherwise) {
        return number(name, from, to).orElse(otherwise);
    }

    /** An option which is a number between these, both of them included. */
    public long number(String name, long from, long to, long otherwise) {
        return number(name, from, to).orElse(otherwise);
    }

    /** An option in seconds, with up to nine digits after a point. */
    public Duration duration(String name, Duration otherwise) {
        return duration(name).orElse(otherwise);
    }

    /** An option which is the name of a constant, in lower case. */
    public <E extends Enum<E>> E choice(String name, E otherwise) {
        return choice(name, otherwise.getDeclaringClass()).orElse(otherwise);
    }

    /** An option which is the path of a file, which need not exist. */
    public Optional<Path> file(String name) {
        return option(name).map(given -> {
            try {
                return Path.of(given);
            } catch (InvalidPathException e) {
                throw expected("the path of a file", name, given);
            }
        });
    }

    /**
     * The {@link Limits} of a server: {@code connections}, {@code per-address}, {@code when-full}, {@code silence},
     * {@code read-silence}, {@code age}, {@code write-timeout}, {@code unsent}, {@code high-water} and {@code low-water}.
     */
    public Limits serverLimits() {
        return LimitsText.server(this);
    }

    /** The {@link Limits} of a client: as {@link #serverLimits}, without the first three. */
    public Limits clientLimits() {
        return LimitsText.client(this);
    }

    /**
     * The encryption of a server: {@code bundle}, or {@code cert}, {@code key} and {@code trust}; {@code client-auth},
     * {@code alpn}, {@code alpn-required} and {@code handshake-timeout}. To be asked for last: it needs a certificate, and a
     * misspelt option is the better complaint.
     */
    public Tls serverTls() {
        return TlsText.server(this);
    }

    /** The encryption of a client: as {@link #serverTls}, with {@code server-name} and without {@code client-auth}. */
    public Tls clientTls() {
        return TlsText.client(this);
    }

    /** The options of its sockets: {@code nodelay}, {@code keepalive} and those which begin so, and {@code reuseport}. */
    public SocketOptions socketOptions() {
        return SocketOptionsText.read(this);
    }

    /**
     * All that was not asked for yet, as an endpoint string of its own: for a kind that wraps another one. With
     * {@code haproxy:tcp:8080:interface=\\:\\:1} it is {@code tcp:8080:interface=\\:\\:1}. An option which both kinds have
     * belongs to the one that asks first.
     *
     * @param example an endpoint which has it, for the message when it is missing
     */
    public String rest(String example) {
        String inner = values.poll();
        if (inner == null || inner.isEmpty()) {
            throw needs("another endpoint, for example " + example);
        }
        EndpointWriter rest = new EndpointWriter(inner);
        values.forEach(rest::value);
        options.forEach(rest::option);
        values.clear();
        options.clear();
        return rest.toString();
    }

    /** For a string which lacks something: {@code throw text.needs("a colour, for example paint:red")}. */
    public IllegalArgumentException needs(String what) {
        return new IllegalArgumentException("endpoint '" + endpoint + "' needs " + what);
    }

    /** For a string with a part which is wrong: {@code throw text.wrong("red and green do not mix")}. */
    public IllegalArgumentException wrong(String complaint) {
        return EndpointTokens.wrong(endpoint, complaint);
    }

    IllegalArgumentException expected(String right, String name, String given) {
        return wrong("expected " + right + " as " + name + ", not '" + given + "'");
    }

    /** Where an endpoint of this string is, if its kind does not say it better. */
    static Address place(String kind, String endpoint) {
        String prefix = kind + ":";
        String name = endpoint.equals(kind) ? "" : endpoint;
        return new Address.Named(kind, endpoint.startsWith(prefix) ? endpoint.substring(prefix.length()) : name);
    }

    /** For a wither of an endpoint whose kind does not have what it would change. */
    static UnsupportedOperationException lacks(String kind, String what) {
        return new UnsupportedOperationException(
                "an endpoint of the kind '" + kind + "' has no " + what + " to be set");
    }

    /** The same if it is there. */
    Optional<Integer> number(String name, int from, int to) {
        return option(name).map(given -> (int) whole(name, given, from, to));
    }

    /** The same if it is there. */
    Optional<Long> number(String name, long from, long to) {
        return option(name).map(given -> whole(name, given, from, to));
    }

    /** The same if it is there. */
    Optional<Duration> duration(String name) {
        return option(name).map(given -> seconds(name, given));
    }

    /** The same if it is there. */
    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        E[] constants = type.getEnumConstants();
        String words = Stream.of(constants).map(EndpointText::word).collect(Collectors.joining(", "));
        return option(name)
                .map(given -> Stream.of(constants)
                        .filter(constant -> word(constant).equals(given))
                        .findFirst()
                        .orElseThrow(() -> expected("one of " + words, name, given)));
    }

    /** Throws if there are options that were not asked for. */
    void end() {
        if (!options.isEmpty()) {
            throw wrong("unknown option '" + options.keySet().iterator().next() + "'; known are "
                    + String.join(", ", known));
        }
        if (!values.isEmpty()) {
            throw wrong("'" + values.peek() + "' is one value too many; a colon within a value is written \\:");
        }
    }

    /** As {@link #duration} reads it. */
    static String seconds(Duration duration) {
        String fraction = String.format(Locale.ROOT, ".%09d", duration.getNano());
        return duration.getSeconds() + fraction.replaceFirst("\\.?0+$", "");
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private long whole(String name, String given, long from, long to) {
        try {
            if (WHOLE.matcher(given).matches()) {
                long number = Long.parseLong(given);
                if (number >= from && number <= to) {
                    return number;
                }
            }
        } catch (NumberFormatException e) {
            // Longer than a long, so it is out of range as well.
        }
        throw expected("a number from " + from + " to " + to, name, given);
    }

    private Duration seconds(String name, String given) {
        Matcher matcher = SECONDS.matcher(given);
        try {
            if (matcher.matches()) {
                String fraction = matcher.group(2) == null ? "" : matcher.group(2);
                long nanos = Long.parseLong(fraction + "0".repeat(NANO_DIGITS - fraction.length()));
                return Duration.ofSeconds(Long.parseLong(matcher.group(1)), nanos);
            }
        } catch (NumberFormatException e) {
            // More seconds than a Duration has.
        }
        throw expected("seconds, such as 30 or 0.5,", name, given);
    }
}
