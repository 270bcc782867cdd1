package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import org.jspecify.annotations.Nullable;

/** Keeps a Sharable factory on the one reactor that its listeners were given: it is not Sharable itself. */
record PinnedFactory(Factory factory) implements Factory {

    @Override
    public @Nullable Protocol buildProtocol(Address peer) throws Exception {
        return factory.buildProtocol(peer);
    }

    @Override
    public Limits usual() {
        return factory.usual();
    }

    @Override
    public void startFactory() throws Exception {
        factory.startFactory();
    }

    @Override
    public void stopFactory() throws Exception {
        factory.stopFactory();
    }

    @Override
    public String toString() {
        return factory.toString();
    }
}
