package io.jtwisted.netty;

import io.jtwisted.net.Limits;
import org.jspecify.annotations.Nullable;

/**
 * How a port serves, wherever it is.
 *
 * @param name empty for where it listens
 */
record Serving(String name, Limits limits, @Nullable ServerTls tls, SocketSettings settings) {}
