package io.jtwisted.netty;

import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.net.TlsSource;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes Netty's contexts out of our keys. Reads files, so not on a loop. */
final class TlsContexts {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final TlsSource source;
    private final Map<Tls, SslContext> upgrades = new ConcurrentHashMap<>();

    TlsContexts(TlsSource source) {
        this.source = source;
    }

    /** For a side which accepts, with these keys and everything else as {@code tls} says. */
    SslContext server(Tls tls, TlsKeys keys) throws SSLException {
        return complete(serverBuilder(keys), keys, tls)
                .clientAuth(ClientAuth.valueOf(auth(tls)))
                .build();
    }

    /** For a side which connects. */
    SslContext client(Tls tls) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient();
        TlsKeys keys = known(tls.keys());
        if (keys instanceof TlsKeys.Pem pem && pem.certificates() != null) {
            builder.keyManager(file(pem.certificates()), file(keyOf(pem)));
        } else if (keys instanceof TlsKeys.Managers managers && managers.keys() != null) {
            builder.keyManager(managers.keys());
        }
        return complete(builder, keys, tls)
                .endpointIdentificationAlgorithm("HTTPS")
                .build();
    }

    /** For an accepted channel which goes on with TLS. Reads the keys the first time only. */
    SslHandler serverHandler(Channel channel, Tls tls) throws SSLException {
        SslContext context = upgrades.get(tls);
        if (context == null) {
            context = server(tls, tls.keys());
            upgrades.put(tls, context);
        }
        return withTimeout(context.newHandler(channel.alloc()), tls);
    }

    /** For a channel which was connected to this host, and goes on with TLS. Reads the keys each time. */
    SslHandler clientHandler(Channel channel, Tls tls, String host, int port) throws SSLException {
        return clientHandler(client(tls), channel, tls, host, port);
    }

    /** The name is the one which was asked for, whatever address it led to: it is what the certificate must say. */
    static SslHandler clientHandler(SslContext context, Channel channel, Tls tls, String host, int port) {
        String name = tls.serverName().isEmpty() ? host : tls.serverName();
        return withTimeout(context.newHandler(channel.alloc(), name, port), tls);
    }

    static SslHandler withTimeout(SslHandler handler, Tls tls) {
        handler.setHandshakeTimeout(tls.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
        return handler;
    }

    private SslContextBuilder serverBuilder(TlsKeys asked) {
        TlsKeys keys = known(asked);
        if (keys instanceof TlsKeys.Pem pem && pem.certificates() != null) {
            return SslContextBuilder.forServer(file(pem.certificates()), file(keyOf(pem)));
        }
        if (keys instanceof TlsKeys.Managers managers && managers.keys() != null) {
            return SslContextBuilder.forServer(managers.keys());
        }
        throw new IllegalArgumentException("a TLS server needs a certificate: bundle=NAME or cert=FILE");
    }

    private SslContextBuilder complete(SslContextBuilder builder, TlsKeys asked, Tls tls) {
        builder.sslProvider(SslProvider.JDK).protocols(PROTOCOLS);
        TlsKeys keys = known(asked);
        if (keys instanceof TlsKeys.Pem pem && pem.trust() != null) {
            builder.trustManager(file(pem.trust()));
        } else if (keys instanceof TlsKeys.Managers managers) {
            complete(builder, managers);
        }
        if (!tls.alpn().isEmpty()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
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

    private TlsKeys known(TlsKeys keys) {
        return keys instanceof TlsKeys.Bundle bundle ? source.keys(bundle.name()) : keys;
    }

    private static Path keyOf(TlsKeys.Pem pem) {
        if (pem.key() == null) {
            throw new IllegalArgumentException("the certificate " + pem.certificates() + " needs its key: key=FILE");
        }
        return pem.key();
    }

    private static File file(@Nullable Path path) {
        if (path == null || !path.toFile().canRead()) {
            throw new IllegalArgumentException("expected a PEM file that can be read, not " + path);
        }
        return path.toFile();
    }

    private static String auth(Tls tls) {
        return switch (tls.clientAuth()) {
            case NONE -> "NONE";
            case WANT -> "OPTIONAL";
            case NEED -> "REQUIRE";
        };
    }
}
