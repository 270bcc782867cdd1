package io.jtwisted.netty;

import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.DomainWildcardMappingBuilder;
import io.netty.util.Mapping;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The TLS of a port: a context, and others for those who ask for another name. */
final class ServerTls {
    private final Tls tls;
    private final SslContext context;
    private final @Nullable Mapping<String, SslContext> byName;

    ServerTls(Tls tls, TlsContexts contexts) throws SSLException {
        this.tls = tls;
        context = contexts.server(tls, tls.keys());
        byName = tls.serverNames().isEmpty() ? null : names(tls, contexts, context);
    }

    private static Mapping<String, SslContext> names(Tls tls, TlsContexts contexts, SslContext other)
            throws SSLException {
        DomainWildcardMappingBuilder<SslContext> builder = new DomainWildcardMappingBuilder<>(other);
        for (Map.Entry<String, TlsKeys> name : tls.serverNames().entrySet()) {
            builder.add(name.getKey(), contexts.server(tls, name.getValue()));
        }
        return builder.build();
    }

    /** What goes first into the pipeline of this channel. */
    ChannelHandler handler(Channel channel) {
        return byName == null
                ? TlsContexts.withTimeouts(context.newHandler(channel.alloc()), tls)
                : new NameChoice(tls, byName);
    }
}
