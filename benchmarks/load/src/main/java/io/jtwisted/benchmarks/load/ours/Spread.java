package io.jtwisted.benchmarks.load.ours;

import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Sharable;
import java.util.function.Supplier;

/** Keeps nothing, so all loops may share it. */
record Spread(Supplier<Protocol> protocols) implements Factory, Sharable {

    @Override
    public Protocol buildProtocol(Address peer) {
        return protocols.get();
    }
}
