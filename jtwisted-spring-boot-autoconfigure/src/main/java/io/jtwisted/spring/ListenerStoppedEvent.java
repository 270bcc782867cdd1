package io.jtwisted.spring;

import org.springframework.context.ApplicationEvent;

/** A listener is closed, and all its connections. Published on a thread which may block. */
public final class ListenerStoppedEvent extends ApplicationEvent {
    private final String name;
    private final int aborted;

    public ListenerStoppedEvent(ListenerRegistry source, String name, int aborted) {
        super(source);
        this.name = name;
        this.aborted = aborted;
    }

    /** The listener. */
    public String name() {
        return name;
    }

    /** How many of its connections did not leave in time. */
    public int aborted() {
        return aborted;
    }

    @Override
    public String toString() {
        return "listener " + name + " stopped, " + aborted + " connections aborted";
    }
}
