package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.netty.NettyReactor;
import io.jtwisted.spring.SslContextBuilderCustomizer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * A reactor, and a listener for each {@link io.jtwisted.spring.ProtocolHandler}. An application which has a
 * {@link Reactor} or a {@link ReactorGroup} bean of its own keeps it; it is started and stopped with the context unless
 * it runs already.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "jtwisted.enabled", matchIfMissing = true)
@EnableConfigurationProperties(JTwistedProperties.class)
public final class JTwistedAutoConfiguration {
    /** Boot's own default. */
    private static final Duration PHASE_TIMEOUT = Duration.ofSeconds(30);

    @Bean
    static PrototypeProtocols jtwistedPrototypeProtocols() {
        return new PrototypeProtocols();
    }

    @Bean
    @ConditionalOnMissingBean({Reactor.class, ReactorGroup.class})
    ReactorGroup reactorGroup(
            JTwistedProperties properties,
            Environment environment,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<SslContextBuilderCustomizer> customizers,
            TlsReloads reloads) {
        NettyReactor.Builder builder = ReactorSettings.of(properties, environment);
        customizers
                .orderedStream()
                .reduce(SslContextBuilderCustomizer::andThen)
                .ifPresent(all -> builder.sslContexts(all::customize));
        SslBundles known = bundles.getIfAvailable();
        if (known == null) {
            return ReactorSettings.group(builder, properties.reactor());
        }
        SslBundleKeys keys = new SslBundleKeys(known, reloads);
        return keys.tell(ReactorSettings.group(builder.tlsSource(keys), properties.reactor()));
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
    ReactorLifecycle jtwistedReactorLifecycle(
            ApplicationContext context, ReactorGroup reactors, JTwistedProperties properties) {
        return new ReactorLifecycle(context, reactors, properties.reactor().keepAlive());
    }

    @Bean
    ServiceLifecycle jtwistedServiceLifecycle(Reactor reactor, ConfigurableApplicationContext context) {
        ServiceBeans services = new ServiceBeans((DefaultListableBeanFactory) context.getBeanFactory());
        return new ServiceLifecycle(reactor, services::inOrder);
    }

    @Bean
    Listeners jtwistedListeners() {
        return new Listeners();
    }

    @Bean
    OpenPorts listenerRegistry(
            ReactorGroup reactors,
            Listeners listeners,
            JTwistedProperties properties,
            ConfigurableApplicationContext context) {
        return new OpenPorts(
                reactors,
                listeners,
                new LocalPorts(context),
                context,
                properties.shutdown().drainTimeout());
    }

    @Bean
    ListenerLifecycle jtwistedListenerLifecycle(
            ReactorGroup reactors,
            OpenPorts ports,
            JTwistedProperties properties,
            ConfigurableApplicationContext context) {
        Handlers handlers = new Handlers((DefaultListableBeanFactory) context.getBeanFactory());
        Places places = new Places(properties.listeners(), properties.defaults());
        return new ListenerLifecycle(
                reactors,
                ports,
                () -> handlers.listeners(places, properties.listeners().keySet()));
    }

    @Bean
    DrainLifecycle jtwistedDrainLifecycle(
            ReactorGroup reactors, OpenPorts ports, JTwistedProperties properties, Environment environment) {
        JTwistedProperties.Shutdown shutdown = properties.shutdown();
        Duration phase = Binder.get(environment)
                .bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
                .orElse(PHASE_TIMEOUT);
        if (shutdown.preDrainDelay().plus(shutdown.drainTimeout()).compareTo(phase) >= 0) {
            throw WrongStart.drainTooLong(shutdown.preDrainDelay(), shutdown.drainTimeout(), phase);
        }
        return new DrainLifecycle(reactors, ports, shutdown.drainTimeout());
    }

    @Bean
    PreDrainLifecycle jtwistedPreDrainLifecycle(Reactor reactor, JTwistedProperties properties) {
        return new PreDrainLifecycle(reactor, properties.shutdown().preDrainDelay());
    }

    @Bean
    RefusingTraffic jtwistedRefusingTraffic(ApplicationContext context) {
        return new RefusingTraffic(context);
    }
}
