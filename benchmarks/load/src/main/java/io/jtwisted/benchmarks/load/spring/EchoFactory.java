package io.jtwisted.benchmarks.load.spring;

import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.spring.ProtocolHandler;

/** One bean, which makes the protocols itself. */
@ProtocolHandler("load")
final class EchoFactory implements Factory {

    @Override
    public Protocol buildProtocol(Address peer) {
        return new Echo();
    }
}
