package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.ReactorGroup;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Has Boot bring our meters and its registries together: before any port is open, so that nothing is missed. */
final class MetersBinder implements MeterBinder {
    private final ReactorGroup reactors;
    private final Listeners listeners;
    private final TlsReloads reloads;

    MetersBinder(ReactorGroup reactors, Listeners listeners, TlsReloads reloads) {
        this.reactors = reactors;
        this.listeners = listeners;
        this.reloads = reloads;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters meters = new Meters(registry, reactors, reloads);
        reactors.reactors().forEach(reactor -> reactor.addListener(meters));
        listeners.watch(meters);
    }
}
