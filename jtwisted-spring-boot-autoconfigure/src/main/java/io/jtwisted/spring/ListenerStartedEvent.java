package io.jtwisted.spring;

import io.jtwisted.net.Port;
import org.springframework.context.ApplicationEvent;

/** A listener is open. Published on a thread which may block. */
public final class ListenerStartedEvent extends ApplicationEvent {
    private final String name;
    private final transient Port port;

    public ListenerStartedEvent(ListenerRegistry source, String name, Port port) {
        super(source);
        this.name = name;
        this.port = port;
    }

    /** The listener. */
    public String name() {
        return name;
    }

    /** Where it listens: with the real port number, if 0 was asked for. */
    public Port port() {
        return port;
    }

    @Override
    public String toString() {
        return "listener " + name + " started on " + port;
    }
}
