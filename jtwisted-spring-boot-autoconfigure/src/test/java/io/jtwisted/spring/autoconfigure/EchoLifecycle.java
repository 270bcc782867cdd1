package io.jtwisted.spring.autoconfigure;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.spring.JTwistedPhases;
import io.jtwisted.spring.autoconfigure.Listeners.Listener;
import io.jtwisted.spring.autoconfigure.Listeners.State;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Opens the listener 'echo' on any port that is free, so that there is something to look at. */
final class EchoLifecycle implements SmartLifecycle {
    private static final ServerEndpoint PLACE = ServerEndpoint.tcp(0).on("127.0.0.1");

    private final Reactor reactor;
    private final Listeners listeners;
    private final LocalPorts localPorts;
    private @Nullable Port port;

    EchoLifecycle(Reactor reactor, Listeners listeners, ApplicationContext context) {
        this.reactor = reactor;
        this.listeners = listeners;
        this.localPorts = new LocalPorts(context);
    }

    @Override
    public void start() {
        Port opened = reactor.listen(PLACE, peer -> new Echo()).await();
        listeners.put(new Listener("echo", "echoHandler", PLACE, State.LISTENING, opened));
        localPorts.publish("echo", opened.number());
        port = opened;
    }

    @Override
    public void stop() {
        if (port != null) {
            port.stopListening().await();
            port = null;
            listeners.state("echo", State.STOPPED);
        }
    }

    @Override
    public boolean isRunning() {
        return port != null;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return JTwistedPhases.LISTENERS;
    }

    private static final class Echo extends Protocol {

        @Override
        public void dataReceived(Bytes data) {
            transport().write(data);
        }
    }
}
