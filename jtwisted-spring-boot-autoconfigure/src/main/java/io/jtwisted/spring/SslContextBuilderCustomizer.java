package io.jtwisted.spring;

import io.netty.handler.ssl.SslContextBuilder;

/**
 * Changes what Netty makes a TLS context from, after everything that the SSL bundle and the endpoint say. Beans of this
 * type are called in their order for each context of a port, a client or an upgrade, and again at each reload; by any
 * thread, several at once. This is the only place where JTwisted shows Netty to an application.
 */
@FunctionalInterface
public interface SslContextBuilderCustomizer {

    /**
     * Changes the builder. An exception fails what the context is for; at a reload, the old one stays.
     *
     * @param bundle the name of the SSL bundle; empty for keys which are in none
     */
    void customize(String bundle, SslContextBuilder builder);

    /** This one first, then that. */
    default SslContextBuilderCustomizer andThen(SslContextBuilderCustomizer next) {
        return (bundle, builder) -> {
            customize(bundle, builder);
            next.customize(bundle, builder);
        };
    }
}
