package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.netty.NettyReactor;
import io.jtwisted.spring.SslContextBuilderCustomizer;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * A reactor, and a listener for each {@link io.jtwisted.spring.ProtocolHandler}. An application which has a
 * {@link Reactor} or a {@link ReactorGroup} bean of its own keeps it; it is started and stopped with the context unless
 * it runs already.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "jtwisted.enabled", matchIfMissing = true)
@EnableConfigurationProperties(JTwistedProperties.class)
public final class JTwistedAutoConfiguration {

    @Bean
    static PrototypeProtocols jtwistedPrototypeProtocols() {
        return new PrototypeProtocols();
    }

    @Bean
    @ConditionalOnMissingBean({Reactor.class, ReactorGroup.class})
    ReactorGroup reactorGroup(
            JTwistedProperties properties,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<SslContextBuilderCustomizer> customizers,
            TlsReloads reloads) {
        JTwistedProperties.ThreadPool pool = properties.threadPool();
        NettyReactor.Builder builder = NettyReactor.builder()
                .name(properties.reactor().name())
                .io(properties.reactor().transport())
                .threads(pool.maxThreads(), pool.queueCapacity())
                .daemon(true);
        customizers
                .orderedStream()
                .reduce(SslContextBuilderCustomizer::andThen)
                .ifPresent(all -> builder.sslContexts(all::customize));
        int size = properties.reactor().eventLoops();
        SslBundles known = bundles.getIfAvailable();
        if (known == null) {
            return builder.group(size);
        }
        SslBundleKeys keys = new SslBundleKeys(known, reloads);
        return keys.tell(builder.tlsSource(keys).group(size));
    }

    @Bean
    TlsReloads jtwistedTlsReloads() {
        return new TlsReloads(InstantSource.system());
    }

    // Its lifecycle stops it: a destroy method would do so again.
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    Reactor reactor(ReactorGroup group) {
        return group.reactors().get(0);
    }

    @Bean
    @ConditionalOnMissingBean
    ReactorGroup reactorGroupOfOne(Reactor reactor) {
        return ReactorGroup.of(List.of(reactor));
    }

    @Bean
    ReactorLifecycle jtwistedReactorLifecycle(ReactorGroup reactors, JTwistedProperties properties) {
        return new ReactorLifecycle(reactors, properties.reactor().keepAlive());
    }

    @Bean
    ListenerLifecycle jtwistedListenerLifecycle(
            ReactorGroup reactors, JTwistedProperties properties, ConfigurableApplicationContext context) {
        Handlers handlers = new Handlers((DefaultListableBeanFactory) context.getBeanFactory());
        Places places = new Places(properties.listeners());
        return new ListenerLifecycle(
                reactors,
                () -> handlers.listeners(places, properties.listeners().keySet()),
                new LocalPorts(context));
    }
}
