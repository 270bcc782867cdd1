/** The programming model: reactor, protocol, factory, transport, endpoints. Knows neither Netty nor Spring. */
@NullMarked
package io.jtwisted.net;

import org.jspecify.annotations.NullMarked;
