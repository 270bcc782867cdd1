package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;

/** Turns the keys of a listener into an endpoint. */
final class Places {
    private static final int HIGHEST_PORT = 65_535;

    private final Map<String, JTwistedProperties.Listener> listeners;

    Places(Map<String, JTwistedProperties.Listener> listeners) {
        this.listeners = listeners;
    }

    boolean isEnabled(String name) {
        JTwistedProperties.Listener listener = listeners.get(name);
        return listener == null || listener.enabled();
    }

    boolean isAutoStart(String name) {
        return true;
    }

    /**
     * Where this listener listens. The properties win over what the handler says.
     *
     * @param ofHandler an endpoint string, or empty
     */
    ServerEndpoint of(String name, String ofHandler) {
        JTwistedProperties.Listener keys = listeners.get(name);
        ServerEndpoint place = keys == null ? null : of(key(name, ""), keys);
        if (place != null) {
            return place;
        }
        if (keys != null && (keys.address() != null || keys.ssl().bundle() != null)) {
            throw WrongStart.noPort(name);
        }
        if (ofHandler.isEmpty()) {
            throw WrongStart.noListener(name);
        }
        return ServerEndpoint.parse(ofHandler);
    }

    private static @Nullable ServerEndpoint of(String prefix, JTwistedProperties.Listener keys) {
        refuseMixtures(prefix, keys);
        if (keys.endpoint() != null) {
            return parsed(prefix + "endpoint", keys.endpoint());
        }
        if (keys.unixPath() != null) {
            return ServerEndpoint.unix(keys.unixPath());
        }
        return keys.port() == null ? null : tcp(prefix + "port", keys.port(), keys);
    }

    private static void refuseMixtures(String prefix, JTwistedProperties.Listener keys) {
        refuseMixture(prefix, keys, "port", keys.port());
        refuseMixture(prefix, keys, "address", keys.address());
        refuseMixture(prefix, keys, "ssl.bundle", keys.ssl().bundle());
    }

    private static void refuseMixture(
            String prefix, JTwistedProperties.Listener keys, String key, @Nullable Object value) {
        MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn(entries -> {
            entries.put(prefix + "endpoint", keys.endpoint());
            entries.put(prefix + "unix-path", keys.unixPath());
            entries.put(prefix + key, value);
        });
    }

    private static ServerEndpoint parsed(String key, String endpoint) {
        try {
            return ServerEndpoint.parse(endpoint);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(key, endpoint, String.valueOf(e.getMessage()));
        }
    }

    private static ServerEndpoint tcp(String key, int port, JTwistedProperties.Listener keys) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new InvalidConfigurationPropertyValueException(
                    key, port, "A port is a number from 0 to " + HIGHEST_PORT + ".");
        }
        ServerEndpoint.Tcp place = ServerEndpoint.tcp(port);
        if (keys.address() != null) {
            place = place.on(keys.address());
        }
        String bundle = keys.ssl().bundle();
        return bundle == null ? place : place.tls(Tls.bundle(bundle));
    }

    private static String key(String name, String key) {
        return "jtwisted.listeners." + name + "." + key;
    }
}
