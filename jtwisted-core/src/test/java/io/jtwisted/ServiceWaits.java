package io.jtwisted;

import static java.time.Duration.ofSeconds;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.service.ClientService;
import io.jtwisted.service.ServerService;
import io.jtwisted.service.Service;
import io.jtwisted.service.Services;
import io.jtwisted.service.TimerService;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Services that have begun with something which never ends, so that what is asked of them has to wait. */
final class ServiceWaits {
    private static final int SOME = 500;

    private final Map<String, Consumer<Asking>> asked = new LinkedHashMap<>();
    private final Reactor reactor;

    ServiceWaits(Reactor reactor) {
        this.reactor = reactor;
        clients();
        servers();
        timers();
        several();
    }

    Map<String, Consumer<Asking>> asked() {
        return asked;
    }

    /** Never fires, however often it is cancelled. */
    private static <T extends @Nullable Object> Deferred<T> stubborn() {
        Deferred<T> first = new Deferred<>();
        return first.chainErrback(cancelled -> stubborn());
    }

    private void clients() {
        ClientEndpoint never = new ClientEndpoint() {
            @Override
            public String kind() {
                return "never";
            }

            @Override
            public <P extends Protocol> Deferred<P> connect(Reactor on, P protocol) {
                return stubborn();
            }
        };
        ClientService<Protocol> resting = ClientService.of(reactor, never, () -> new Protocol() {});
        ClientService<Protocol> stopping = ClientService.of(reactor, never, () -> new Protocol() {});
        begin(stopping.start());
        begin(stopping.stop());
        ask("service.ClientService.whenConnected()", resting::whenConnected);
        ask("service.ClientService.whenConnected(int)", () -> resting.whenConnected(3));
        ask("service.ClientService.stop()", stopping::stop);
    }

    private void servers() {
        ServerEndpoint never = new ServerEndpoint() {
            @Override
            public String kind() {
                return "never";
            }

            @Override
            public Deferred<Port> listen(Reactor on, Factory factory) {
                return stubborn();
            }
        };
        ServerService service = ServerService.of(reactor, never, peer -> null);
        begin(service.start());
        ask("service.ServerService.start()", service::start);
        ask("service.ServerService.stop()", service::stop);
    }

    private void timers() {
        TimerService service = TimerService.of(reactor, ofSeconds(1), () -> ServiceWaits.<String>stubborn());
        begin(service.start());
        begin(service.stop());
        ask("service.TimerService.start()", service::start);
        ask("service.TimerService.stop()", service::stop);
    }

    private void several() {
        Service never = new Service() {
            @Override
            public Deferred<Service> start() {
                return stubborn();
            }

            @Override
            public Deferred<Service> stop() {
                return stubborn();
            }

            @Override
            public boolean running() {
                return false;
            }
        };
        Services services = Services.of(reactor, never);
        begin(services.start());
        ask("service.Services.start()", services::start);
        ask("service.Services.stop()", services::stop);
        ask("service.Services.add(Service)", () -> services.add(never));
        ask("service.Services.add(String, Service)", () -> services.add("never", never));
        ask("service.Services.remove(Service)", () -> services.remove(never));
    }

    private static void begin(Deferred<?> deferred) {
        deferred.otherwise(failure -> {});
    }

    private void ask(String method, Supplier<? extends Deferred<?>> ask) {
        asked.put(method, asking -> asking.together(SOME, ask));
    }
}
