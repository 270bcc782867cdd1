package io.jtwisted.netty;

import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.net.TlsSource;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Netty's contexts out of our keys, and knows those which are in use. Reads files, so not on a loop. For any
 * thread.
 */
final class TlsContexts {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /**
     * For those whose keys say nothing of ciphers: forward secrecy and authenticated encryption (RFC 7525, section 4.2;
     * RFC 9325), the cheaper first. No finite-field DHE, which lets a client have the server do long sums for nothing.
     */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** Upgrades whose keys are kept ready. A program has a handful; one that makes new keys each time must not leak. */
    private static final int UPGRADES_KEPT = 64;

    /** Sessions which the clients of one context can resume. The JDK would keep 20,480. */
    private static final int CLIENT_SESSIONS = 1_024;

    private final TlsSource source;
    private final BiConsumer<String, SslContextBuilder> customizer;
    private final Map<Tls, ServerTls> upgrades = new ConcurrentHashMap<>();
    private final ClientContexts clients = new ClientContexts();

    // A port says when it has closed. Weak for ports that never opened: the caller may have cancelled meanwhile.
    private final Set<ServerTls> ports = Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    private final TlsReload reload = new TlsReload(this);

    /** @param customizer is told the name of the bundle, empty for keys which are in none */
    TlsContexts(TlsSource source, BiConsumer<String, SslContextBuilder> customizer) {
        this.source = source;
        this.customizer = customizer;
    }

    /** Exchanges keys for newer ones. */
    TlsReload reload() {
        return reload;
    }

    /**
     * For a port, until it is {@link #closed}.
     *
     * @throws SSLException if a handshake with its keys fails
     */
    ServerTls open(Tls tls) throws SSLException {
        ServerTls opening = new ServerTls(tls);
        ports.add(opening); // before the source is asked: from here on no reload passes it by
        try {
            for (TlsSlot slot : opening.slots()) {
                slot.fill(rehearsed(slot.keys(), server(slot)));
            }
            return opening;
        } catch (SSLException | RuntimeException e) {
            ports.remove(opening);
            throw e;
        }
    }

    private static SslContext rehearsed(TlsKeys asked, SslContext context) throws SSLException {
        try {
            TlsReload.objection(TlsRehearsal.of(context))
                    .ifPresent(objection -> LOG.warn("clients will refuse {}: {}", readable(asked), objection));
            return context;
        } catch (SSLException e) {
            throw new SSLException("no client could connect with " + readable(asked) + ": " + e.getMessage(), e);
        }
    }

    private static String readable(TlsKeys keys) {
        if (keys instanceof TlsKeys.Bundle bundle) {
            return "the TLS bundle '" + bundle.name() + "'";
        }
        return keys instanceof TlsKeys.Pem pem ? "the certificate in " + pem.certificates() : "these TLS keys";
    }

    void closed(ServerTls port) {
        ports.remove(port);
    }

    /** All slots of a bundle which ports or upgrades have. */
    List<TlsSlot> slots(TlsKeys.Bundle bundle) {
        return Stream.concat(List.copyOf(ports).stream(), upgrades.values().stream())
                .flatMap(port -> port.slots().stream())
                .filter(slot -> slot.isOf(bundle))
                .toList();
    }

    private SslContext server(TlsSlot slot) throws SSLException {
        return server(slot.tls(), slot.keys(), known(slot.keys()));
    }

    /** For a side which accepts, with these keys, which {@code asked} stood for, and everything else as tls says. */
    SslContext server(Tls tls, TlsKeys asked, TlsKeys keys) throws SSLException {
        return build(
                asked,
                complete(serverBuilder(asked, keys), keys, tls)
                        .clientAuth(
                                switch (tls.clientAuth()) {
                                    case NONE -> ClientAuth.NONE;
                                    case WANT -> ClientAuth.OPTIONAL;
                                    case NEED -> ClientAuth.REQUIRE;
                                }));
    }

    /** For a side which connects: the same for as long as the keys are, so that it can resume its sessions. */
    SslContext client(Tls tls) throws SSLException {
        return clients.get(tls, known(tls.keys()), keys -> client(tls, keys));
    }

    /** How many contexts of clients are kept. */
    int clientsKept() {
        return clients.size();
    }

    /** Has clients read the keys of this bundle anew. */
    void forget(TlsKeys.Bundle bundle) {
        clients.forget(bundle);
    }

    /** For a side which connects, with these keys, for which those of {@code tls} are a name. */
    SslContext client(Tls tls, TlsKeys keys) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (keys instanceof TlsKeys.Pem pem && pem.certificates() != null) {
            X509Certificate[] chain = PemFiles.certificates(pem.certificates());
            builder.keyManager(key(pem, pem.certificates(), chain), chain);
        } else if (keys instanceof TlsKeys.Managers managers && managers.keys() != null) {
            builder.keyManager(managers.keys());
        }
        complete(builder, keys, tls).endpointIdentificationAlgorithm("HTTPS").sessionCacheSize(CLIENT_SESSIONS);
        return build(tls.keys(), builder);
    }

    private SslContext build(TlsKeys asked, SslContextBuilder builder) throws SSLException {
        customizer.accept(asked instanceof TlsKeys.Bundle bundle ? bundle.name() : "", builder);
        return builder.build();
    }

    /** For an accepted channel which goes on with TLS. Reads the keys the first time only. */
    ChannelHandler serverHandler(Channel channel, Tls tls) throws SSLException {
        if (upgrades.size() >= UPGRADES_KEPT && !upgrades.containsKey(tls)) {
            upgrades.clear();
        }
        ServerTls known = upgrades.computeIfAbsent(tls, ServerTls::new);
        try {
            for (TlsSlot slot : known.slots()) {
                if (slot.isEmpty()) {
                    slot.fill(server(slot)); // not rehearsed: this may be a loop
                }
            }
            return known.handler(channel);
        } catch (SSLException | RuntimeException e) {
            upgrades.remove(tls, known);
            throw e;
        }
    }

    /** For a channel which was connected to this host, and goes on with TLS. Reads the keys the first time only. */
    ChannelHandler clientHandler(Channel channel, Tls tls, String host, int port) throws SSLException {
        return clientHandler(client(tls), channel, tls, host, port);
    }

    /** The name is the one which was asked for, whatever address it led to: it is what the certificate must say. */
    static ChannelHandler clientHandler(SslContext context, Channel channel, Tls tls, String host, int port) {
        String name = TlsNames.expected(tls.serverName().isEmpty() ? host : tls.serverName());
        SslHandler handler = context.newHandler(channel.alloc(), name, port);
        TlsNames.ask(handler.engine(), name);
        return new TlsGuard(tls, withTimeout(handler, tls));
    }

    static SslHandler withTimeout(SslHandler handler, Tls tls) {
        handler.setHandshakeTimeoutMillis(millis(tls.handshakeTimeout()));
        return handler;
    }

    /** Rounded up: for Netty, zero is for ever. */
    static long millis(Duration duration) {
        return duration.isZero() ? 0 : Math.max(1, duration.toMillis());
    }

    static boolean hasCertificate(TlsKeys keys) {
        return (keys instanceof TlsKeys.Pem pem && pem.certificates() != null)
                || (keys instanceof TlsKeys.Managers managers && managers.keys() != null);
    }

    private static SslContextBuilder serverBuilder(TlsKeys asked, TlsKeys keys) {
        if (keys instanceof TlsKeys.Pem pem && pem.certificates() != null) {
            X509Certificate[] chain = PemFiles.certificates(pem.certificates());
            return SslContextBuilder.forServer(key(pem, pem.certificates(), chain), chain);
        }
        if (keys instanceof TlsKeys.Managers managers && managers.keys() != null) {
            return SslContextBuilder.forServer(managers.keys());
        }
        throw new IllegalArgumentException(
                asked instanceof TlsKeys.Bundle bundle
                        ? "the TLS bundle '" + bundle.name() + "' has no certificate, and a server needs one"
                        : "a TLS server needs a certificate: bundle=NAME or cert=FILE");
    }

    private static SslContextBuilder complete(SslContextBuilder builder, TlsKeys keys, Tls tls) {
        builder.sslProvider(SslProvider.JDK).protocols(PROTOCOLS).ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE);
        if (keys instanceof TlsKeys.Pem pem && pem.trust() != null) {
            builder.trustManager(PemFiles.certificates(pem.trust()));
        } else if (keys instanceof TlsKeys.Managers managers) {
            complete(builder, managers);
        }
        if (!tls.alpn().isEmpty()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    // If there is no overlap the server SHALL refuse (RFC 7301, section 3.2).
                    ApplicationProtocolConfig.SelectorFailureBehavior.FATAL_ALERT,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    tls.alpn()));
        }
        return builder;
    }

    private static void complete(SslContextBuilder builder, TlsKeys.Managers managers) {
        if (managers.trust() != null) {
            builder.trustManager(managers.trust());
        }
        if (!managers.protocols().isEmpty()) {
            builder.protocols(managers.protocols());
        }
        if (!managers.ciphers().isEmpty()) {
            builder.ciphers(managers.ciphers(), SupportedCipherSuiteFilter.INSTANCE);
        }
    }

    /** Asks the source once for each context: the bundle may be another the next moment. */
    TlsKeys known(TlsKeys asked) {
        if (!(asked instanceof TlsKeys.Bundle bundle)) {
            return asked;
        }
        TlsKeys keys = source.keys(bundle.name());
        if (keys instanceof TlsKeys.Bundle other) {
            throw new IllegalArgumentException(
                    "the TLS bundle '" + bundle.name() + "' is only another name, '" + other.name() + "', not keys");
        }
        return keys;
    }

    private static PrivateKey key(TlsKeys.Pem pem, Path certificates, X509Certificate[] chain) {
        Path file = pem.key() == null ? certificates : pem.key();
        return PemFiles.key(file, chain[0], certificates);
    }
}
