package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.netty.NettyReactor;
import io.jtwisted.spring.SslContextBuilderCustomizer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
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
    static RefusedProxies jtwistedRefusedProxies() {
        return new RefusedProxies();
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
    @ConditionalOnMissingBean // a child context which uses the reactors of its parent sees what these reloaded
    TlsReloads jtwistedTlsReloads() {
        return new TlsReloads(InstantSource.system());
    }

    // Its lifecycle stops it: a destroy method would do so again.
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    @Lazy // made when a bean asks for it: that is wrong where a handler lives on another
    Reactor reactor(Homes homes, Handlers handlers) {
        return homes.forAnyBean(handlers.names());
    }

    /** Also where a parent context has others: what is injected here is this one. */
    @Bean
    @Primary
    @ConditionalOnBean(value = Reactor.class, search = SearchStrategy.CURRENT)
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ReactorGroup reactorGroupOfOwn(BeanFactory beans) {
        return ReactorGroup.of(List.of(beans.getBean(Reactor.class)));
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
    ServiceLifecycle jtwistedServiceLifecycle(ReactorGroup reactors, ConfigurableApplicationContext context) {
        ServiceBeans services = new ServiceBeans((DefaultListableBeanFactory) context.getBeanFactory());
        return new ServiceLifecycle(reactors.first(), services::inOrder);
    }

    @Bean
    Listeners jtwistedListeners() {
        return new Listeners();
    }

    @Bean
    Homes jtwistedHomes(ReactorGroup reactors, JTwistedProperties properties) {
        return new Homes(reactors, properties.listeners());
    }

    @Bean
    Handlers jtwistedHandlers(Homes homes, JTwistedProperties properties, ConfigurableApplicationContext context) {
        return new Handlers(
                (DefaultListableBeanFactory) context.getBeanFactory(),
                new Places(properties.listeners(), properties.defaults()),
                homes);
    }

    @Bean
    OpenPorts listenerRegistry(
            ReactorGroup reactors,
            Handlers handlers,
            Listeners listeners,
            JTwistedProperties properties,
            ConfigurableApplicationContext context) {
        return new OpenPorts(
                reactors,
                handlers,
                listeners,
                new LocalPorts(context),
                context,
                properties.shutdown().drainTimeout());
    }

    @Bean
    ListenerLifecycle jtwistedListenerLifecycle(
            ReactorGroup reactors,
            OpenPorts ports,
            Handlers handlers,
            JTwistedProperties properties,
            ConfigurableApplicationContext context) {
        UnknownKeys unknown = new UnknownKeys(context.getEnvironment(), context.getBeanFactory());
        return new ListenerLifecycle(reactors, ports, () -> {
            unknown.warn();
            return handlers.listeners(properties.listeners().keySet());
        });
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
    PreDrainLifecycle jtwistedPreDrainLifecycle(ReactorGroup reactors, JTwistedProperties properties) {
        return new PreDrainLifecycle(reactors.first(), properties.shutdown().preDrainDelay());
    }

    @Bean
    RefusingTraffic jtwistedRefusingTraffic(ApplicationContext context, OpenPorts ports) {
        return new RefusingTraffic(context, ports);
    }
}
