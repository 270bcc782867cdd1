package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** The encryption of a port, out of its own properties and those for all. */
final class ListenerTls {
    private final String listener;
    private final ListenerProperties.Ssl own;
    private final ListenerProperties.Ssl common;

    ListenerTls(String listener, ListenerProperties.Ssl own, ListenerProperties.Ssl common) {
        this.listener = listener;
        this.own = own;
        this.common = common;
    }

    /** Null for plain TCP. */
    @Nullable
    Tls tls() {
        String bundle = first(own.bundle(), common.bundle());
        if (bundle == null || bundle.isEmpty()) {
            refuseWithoutBundle("client-auth", own.clientAuth());
            refuseWithoutBundle("server-name-bundles", own.serverNameBundles());
            refuseWithoutBundle("alpn", own.alpn());
            refuseWithoutBundle("alpn-required", own.alpnRequired());
            refuseWithoutBundle("handshake-timeout", own.handshakeTimeout());
            return null;
        }
        Tls tls = Tls.bundle(bundle);
        Tls.ClientAuth clientAuth = first(own.clientAuth(), common.clientAuth());
        if (clientAuth != null) {
            tls = tls.clientAuth(clientAuth);
        }
        return withHandshakeTimeout(withAlpn(withServerNames(tls)));
    }

    private Tls withServerNames(Tls plain) {
        List<ListenerProperties.ServerNameBundle> names = first(own.serverNameBundles(), common.serverNameBundles());
        Tls tls = plain;
        for (int i = 0; names != null && i < names.size(); i++) {
            String key = key(own.serverNameBundles() != null, "server-name-bundles[" + i + "].");
            tls = tls.serverName(
                    required(key + "server-name", names.get(i).serverName(), "mail.example.org"),
                    new TlsKeys.Bundle(required(key + "bundle", names.get(i).bundle(), "mail")));
        }
        return tls;
    }

    private static String required(String key, @Nullable String value, String example) {
        if (value == null || value.isEmpty()) {
            throw new InvalidConfigurationPropertyValueException(
                    key, value, "It must be set, for example to " + example + ".");
        }
        return value;
    }

    private Tls withAlpn(Tls tls) {
        List<String> alpn = first(own.alpn(), common.alpn());
        if (alpn == null) {
            return tls;
        }
        boolean required = Boolean.TRUE.equals(first(own.alpnRequired(), common.alpnRequired()));
        try {
            return tls.alpn(alpn.toArray(String[]::new)).alpnRequired(required);
        } catch (IllegalArgumentException e) {
            throw invalid(own.alpn() != null, "alpn", alpn, e);
        }
    }

    private Tls withHandshakeTimeout(Tls tls) {
        var longest = first(own.handshakeTimeout(), common.handshakeTimeout());
        if (longest == null) {
            return tls;
        }
        try {
            return tls.handshakeTimeout(longest);
        } catch (IllegalArgumentException e) {
            throw invalid(own.handshakeTimeout() != null, "handshake-timeout", longest, e);
        }
    }

    private InvalidConfigurationPropertyValueException invalid(
            boolean mine, String key, Object value, IllegalArgumentException why) {
        return new InvalidConfigurationPropertyValueException(key(mine, key), value, String.valueOf(why.getMessage()));
    }

    private void refuseWithoutBundle(String key, @Nullable Object value) {
        if (value != null) {
            throw WrongStart.noBundle(listener, key(true, key));
        }
    }

    private String key(boolean mine, String key) {
        return (mine ? "jtwisted.listeners." + listener : "jtwisted.defaults") + ".ssl." + key;
    }

    private static <T> @Nullable T first(@Nullable T own, @Nullable T common) {
        return own != null ? own : common;
    }
}
