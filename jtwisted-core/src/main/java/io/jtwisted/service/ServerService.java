package io.jtwisted.service;

import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.DeferredSemaphore;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ServerEndpoint;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place which is listened on between start and stop. Connections live on when it has stopped, as with
 * {@link Port#stopListening()}. Twisted: {@code StreamServerEndpointService}.
 */
public final class ServerService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(ServerService.class);

    private final Reactor reactor;
    private final ServerEndpoint endpoint;
    private final Factory factory;
    private final DeferredSemaphore oneAtATime = new DeferredSemaphore(1);
    private @Nullable Deferred<Port> binding;
    private volatile boolean running;
    private volatile @Nullable Port port;

    private ServerService(Reactor reactor, ServerEndpoint endpoint, Factory factory) {
        this.reactor = reactor;
        this.endpoint = endpoint;
        this.factory = factory;
    }

    /**
     * One which has not started.
     *
     * @throws IllegalArgumentException if the endpoint is not understood, with the part that is wrong
     */
    public static ServerService of(Reactor reactor, String endpoint, Factory factory) {
        return of(reactor, ServerEndpoint.parse(endpoint), factory);
    }

    /** The same with a factory that has nothing to share: {@code of(reactor, "tcp:8007", Echo::new)}. */
    public static ServerService of(Reactor reactor, String endpoint, Supplier<? extends Protocol> protocols) {
        return of(reactor, endpoint, (Factory) peer -> protocols.get());
    }

    /** The same with an endpoint that is ready. */
    public static ServerService of(Reactor reactor, ServerEndpoint endpoint, Factory factory) {
        return new ServerService(reactor, endpoint, factory);
    }

    /** Where it listens; empty while it does not. Any thread may ask. */
    public Optional<Port> port() {
        return Optional.ofNullable(port);
    }

    @Override
    public boolean running() {
        return running;
    }

    /** Listens. Fails with what the operating system says, and the address. */
    @Override
    public Deferred<Service> start() {
        return reactor.call(() -> oneAtATime.run(() -> port != null ? Deferred.succeed(this) : listen()));
    }

    /** Listens no more, and fires when the place is free. */
    @Override
    public Deferred<Service> stop() {
        return reactor.call(() -> {
            running = false;
            if (binding != null) {
                binding.cancel();
            }
            return oneAtATime.run(this::close);
        });
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }

    private Deferred<Service> listen() {
        running = true;
        Deferred<Port> listening = Deferred.maybeDeferred(() -> endpoint.listen(reactor, factory));
        binding = listening;
        return listening
                .addCallback(opened -> {
                    opened(opened);
                    return (Service) this;
                })
                .always(() -> {
                    binding = null;
                    running = port != null;
                });
    }

    private void opened(Port opened) {
        port = opened;
        opened.closed().addCallback(closed -> forget(opened)).otherwise(failure -> LOG.error("{}", this, failure));
        LOG.info("Listening on {}", opened);
    }

    private Deferred<Service> close() {
        Port open = port;
        if (open == null) {
            return Deferred.succeed(this);
        }
        return open.stopListening().addCallback(closed -> {
            forget(open);
            return this;
        });
    }

    /** It is closed, by this service or by other code. */
    private boolean forget(Port closed) {
        if (port == closed) {
            port = null;
            running = false;
        }
        return true;
    }
}
