package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Reactor;
import io.jtwisted.service.Service;
import io.jtwisted.service.Services;
import io.jtwisted.spring.JTwistedPhases;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts the beans which are services, in order, and stops them in reverse. Leaves alone those which ran already. */
final class ServiceLifecycle extends PhaseLifecycle {
    private final Reactor reactor;
    private final Supplier<Map<String, Service>> found;
    private @Nullable Services services;

    /** @param found finds the services by name, in order, when the context is up */
    ServiceLifecycle(Reactor reactor, Supplier<Map<String, Service>> found) {
        super(JTwistedPhases.SERVICES, List.of(reactor));
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
        running(true);
        started(all.start());
    }

    /** Those of a reactor that was stopped by hand meanwhile went with it. */
    @Override
    Deferred<?> begin() {
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
