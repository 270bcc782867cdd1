package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.spring.Deferreds;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ReactiveTypeDescriptor;
import reactor.core.publisher.Mono;

/**
 * Makes a Deferred a type which Spring takes for a Mono, wherever it takes a CompletableFuture for one: in WebFlux, in
 * messaging, in declarative clients.
 */
final class DeferredAdapter implements SmartInitializingSingleton {
    private final ObjectProvider<ReactiveAdapterRegistry> registries;

    /** @param registries those of the context; WebFlux has one of its own beside that which all others share */
    DeferredAdapter(ObjectProvider<ReactiveAdapterRegistry> registries) {
        this.registries = registries;
    }

    @Override
    public void afterSingletonsInstantiated() {
        register(ReactiveAdapterRegistry.getSharedInstance());
        registries.forEach(DeferredAdapter::register);
    }

    static void register(ReactiveAdapterRegistry registry) {
        if (registry.getAdapter(Deferred.class) != null) {
            return; // by another context, or by the application
        }
        registry.registerReactiveType(
                ReactiveTypeDescriptor.nonDeferredAsyncValue(Deferred.class, () -> Deferreds.fromMono(Mono.empty())),
                source -> Deferreds.toMono((Deferred<?>) source),
                publisher -> Deferreds.fromMono(Mono.from(publisher)));
    }
}
