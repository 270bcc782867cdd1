package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;

/** Turns the keys of a listener into an endpoint. */
final class Places {
    private static final int HIGHEST_PORT = 65_535;

    private final Map<String, ListenerProperties> listeners;
    private final ListenerProperties.Defaults defaults;

    /**
     * Where a listener listens.
     *
     * @param key the property which says so, or would if the handler did not
     */
    record Place(ServerEndpoint endpoint, String key) {}

    Places(Map<String, ListenerProperties> listeners, ListenerProperties.Defaults defaults) {
        this.listeners = listeners;
        this.defaults = defaults;
    }

    boolean isEnabled(String name) {
        return Objects.requireNonNullElse(of(name).enabled(), defaults.enabled());
    }

    boolean isAutoStart(String name) {
        return Objects.requireNonNullElse(of(name).autoStart(), defaults.autoStart());
    }

    /**
     * Where this listener listens, and how it serves there. The properties win over what the handler says.
     *
     * @param ofHandler an endpoint string, or empty
     */
    Place of(String name, String ofHandler) {
        ListenerProperties keys = of(name);
        Place place = where(name, keys, ofHandler);
        return new Place(new Tuning(name, keys, defaults).of(place.endpoint), place.key);
    }

    private ListenerProperties of(String name) {
        return listeners.getOrDefault(name, ListenerProperties.none());
    }

    private Place where(String name, ListenerProperties keys, String ofHandler) {
        String endpointKey = key(name, "endpoint");
        String pathKey = key(name, "unix-path");
        Map<String, @Nullable Object> ofPort = portKeys(name, keys);
        refuseMixtures(endpointKey, pathKey, keys, ofPort);
        Map<String, @Nullable Object> ssl = sslKeys(name, keys);
        ssl.forEach((key, value) -> refuseMixture(pathKey, keys.unixPath(), key, value));
        ofPort.putAll(ssl);
        if (keys.endpoint() != null) {
            return new Place(encrypted(name, keys, parsed(endpointKey, keys.endpoint())), endpointKey);
        }
        if (keys.unixPath() != null) {
            return new Place(ServerEndpoint.unix(keys.unixPath()), pathKey);
        }
        if (keys.unixMode() != null) {
            throw WrongStart.noPath(name);
        }
        if (keys.port() != null) {
            return new Place(tcp(name, keys.port(), keys), key(name, "port"));
        }
        for (Map.Entry<String, @Nullable Object> entry : ofPort.entrySet()) {
            if (entry.getValue() != null) {
                throw WrongStart.noPort(name, entry.getKey());
            }
        }
        if (ofHandler.isEmpty()) {
            throw WrongStart.noListener(name);
        }
        return new Place(ofHandler(name, ofHandler), endpointKey);
    }

    /** With the encryption that the properties of this listener want, if its kind can do that. */
    private ServerEndpoint encrypted(String name, ListenerProperties keys, ServerEndpoint given) {
        Map<String, @Nullable Object> ssl = sslKeys(name, keys);
        if (ssl.values().stream().allMatch(Objects::isNull)) {
            return given;
        }
        if (given.tls() != null) {
            ssl.forEach((key, value) -> refuseMixture(key(name, "endpoint"), keys.endpoint(), key, value));
        }
        Tls tls = new ListenerTls(name, keys.ssl(), defaults.ssl()).tls();
        try {
            return tls == null ? given : given.tls(tls);
        } catch (UnsupportedOperationException e) {
            throw WrongStart.cannotTune(name, "ssl", given);
        }
    }

    /** What makes no sense without a port. */
    private static Map<String, @Nullable Object> portKeys(String name, ListenerProperties keys) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put(key(name, "port"), keys.port());
        values.put(key(name, "address"), keys.address());
        return values;
    }

    private static Map<String, @Nullable Object> sslKeys(String name, ListenerProperties keys) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put(key(name, "ssl.bundle"), keys.ssl().bundle());
        values.put(key(name, "ssl.client-auth"), keys.ssl().clientAuth());
        values.put(key(name, "ssl.server-name-bundles"), keys.ssl().serverNameBundles());
        values.put(key(name, "ssl.alpn"), keys.ssl().alpn());
        values.put(key(name, "ssl.alpn-required"), keys.ssl().alpnRequired());
        values.put(key(name, "ssl.handshake-timeout"), keys.ssl().handshakeTimeout());
        return values;
    }

    private static void refuseMixtures(
            String endpointKey, String pathKey, ListenerProperties keys, Map<String, @Nullable Object> ofPort) {
        refuseMixture(endpointKey, keys.endpoint(), pathKey, keys.unixPath());
        refuseMixture(endpointKey, keys.endpoint(), pathKey.replace("unix-path", "unix-mode"), keys.unixMode());
        ofPort.forEach((key, value) -> {
            refuseMixture(endpointKey, keys.endpoint(), key, value);
            refuseMixture(pathKey, keys.unixPath(), key, value);
        });
    }

    private static void refuseMixture(
            String key, @Nullable Object value, String otherKey, @Nullable Object otherValue) {
        MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn(entries -> {
            entries.put(key, value);
            entries.put(otherKey, otherValue);
        });
    }

    private static ServerEndpoint parsed(String key, String endpoint) {
        try {
            return ServerEndpoint.parse(endpoint);
        } catch (IllegalArgumentException e) {
            throw WrongStart.badEndpoint(key + " is '" + endpoint + "'", key, String.valueOf(e.getMessage()));
        }
    }

    private static ServerEndpoint ofHandler(String name, String endpoint) {
        try {
            return ServerEndpoint.parse(endpoint);
        } catch (IllegalArgumentException e) {
            throw WrongStart.badEndpoint(
                    "The @ProtocolHandler of listener '" + name + "' has the endpoint '" + endpoint + "'",
                    key(name, "endpoint"),
                    String.valueOf(e.getMessage()));
        }
    }

    private ServerEndpoint.Tcp tcp(String name, int port, ListenerProperties keys) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new InvalidConfigurationPropertyValueException(
                    key(name, "port"), port, "A port is a number from 0 to " + HIGHEST_PORT + ".");
        }
        Tls tls = new ListenerTls(name, keys.ssl(), defaults.ssl()).tls();
        return tls == null ? ServerEndpoint.tcp(port) : ServerEndpoint.tcp(port).tls(tls);
    }

    private static String key(String name, String key) {
        return "jtwisted.listeners." + name + "." + key;
    }
}
