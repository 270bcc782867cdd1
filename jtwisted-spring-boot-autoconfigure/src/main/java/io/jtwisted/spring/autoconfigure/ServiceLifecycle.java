package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Reactor;
import io.jtwisted.service.Service;
import io.jtwisted.service.Services;
import io.jtwisted.spring.JTwistedPhases;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the beans which are services, in order, and stops them in reverse. Leaves alone those which ran already. */
final class ServiceLifecycle extends PhaseLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLifecycle.class);

    private final Reactor reactor;
    private final Supplier<Map<String, Service>> found;
    private @Nullable Services services;

    /** @param found finds the services by name, in order, when the context is up */
    ServiceLifecycle(Reactor reactor, Supplier<Map<String, Service>> found) {
        super(JTwistedPhases.SERVICES);
        this.reactor = reactor;
        this.found = found;
    }

    @Override
    public void start() {
        Service[] left = found.get().entrySet().stream()
                .filter(bean -> !bean.getValue().running())
                .map(bean -> new Named(bean.getKey(), bean.getValue()))
                .toArray(Service[]::new);
        Services all = Services.of(reactor, left);
        services = all;
        all.start().await();
        running(true);
    }

    /** Calls back later, so that Spring can lose its patience with a service which does not stop. */
    @Override
    public void stop(Runnable callback) {
        stopAll().always(callback).otherwise(failure -> LOG.error("not all services could be stopped", failure));
    }

    @Override
    public void stop() {
        stopAll().await();
    }

    /** Those of a reactor which somebody has stopped by hand meanwhile went with it. */
    private Deferred<?> stopAll() {
        running(false);
        return services == null || !reactor.running() ? Deferred.succeed(false) : services.stop();
    }

    /** A bean, which says its name when something goes wrong. */
    private record Named(String name, Service service) implements Service {

        @Override
        public Deferred<Service> start() {
            return Deferred.maybeDeferred(service::start).addErrback(failure -> {
                throw WrongStart.service(name, failure);
            });
        }

        @Override
        public Deferred<Service> stop() {
            return Deferred.maybeDeferred(service::stop).addErrback(failure -> {
                throw new IllegalStateException(
                        "the service '" + name + "' could not stop: " + failure.getMessage(), failure);
            });
        }

        @Override
        public boolean running() {
            return service.running();
        }
    }
}
