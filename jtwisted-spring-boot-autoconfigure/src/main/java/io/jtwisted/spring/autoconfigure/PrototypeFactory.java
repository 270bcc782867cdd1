package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Sharable;
import org.springframework.beans.factory.BeanFactory;

/** Gives every connection a protocol bean of its own. */
class PrototypeFactory implements Factory {
    private final BeanFactory beans;
    private final String name;

    private PrototypeFactory(BeanFactory beans, String name) {
        this.beans = beans;
        this.name = name;
    }

    /** For the protocol beans of this name and type. */
    static Factory of(BeanFactory beans, String name, Class<?> type) {
        return Sharable.class.isAssignableFrom(type) ? new Spread(beans, name) : new PrototypeFactory(beans, name);
    }

    // Costs 2 to 5 microseconds. The resolved constructor alone would be quicker, but only the container knows which
    // post-processors want to see the bean.
    @Override
    public Protocol buildProtocol(Address peer) {
        return beans.getBean(name, Protocol.class);
    }

    @Override
    public String toString() {
        return name;
    }

    /** For protocols which may live on several reactors. */
    private static final class Spread extends PrototypeFactory implements Sharable {

        Spread(BeanFactory beans, String name) {
            super(beans, name);
        }
    }
}
