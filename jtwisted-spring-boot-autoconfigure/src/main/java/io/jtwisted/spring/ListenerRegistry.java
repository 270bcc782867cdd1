package io.jtwisted.spring;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import java.util.Optional;
import java.util.Set;

/**
 * The listeners of the application, by name: for those which do not start by themselves
 * ({@code jtwisted.listeners.<name>.auto-start=false}), and for programs which close and open ports while they run. A
 * bean; any thread may call it once the application has started. For each listener one thing is done at a time, in the
 * order asked.
 */
public interface ListenerRegistry {

    /** All which are enabled, open or not. */
    Set<String> names();

    /**
     * The reactor that the handler of a listener lives on: what belongs to the handler is touched there only,
     * {@code listeners.reactor("chat").call(room::names)}. It is the first one, unless
     * {@code jtwisted.listeners.<name>.reactor} names another; of a Sharable handler, which lives on all, it is the one
     * that listens. May be asked before the application has started, in the constructor of a bean.
     *
     * @throws IllegalArgumentException if there is no such listener
     */
    Reactor reactor(String name);

    /** The port of a listener which is open; empty if it is not. */
    Optional<Port> port(String name);

    /**
     * Opens a listener.
     *
     * @return fires with its port, the same if it is open already; fails with what the operating system says
     * @throws IllegalArgumentException if there is no such listener
     */
    Deferred<Port> start(String name);

    /**
     * Closes a listener, and says goodbye to its connections, which have {@code jtwisted.shutdown.drain-timeout} to
     * leave.
     *
     * @return fires when no connection is left, with how many had to be aborted: none if it was not open
     * @throws IllegalArgumentException if there is no such listener
     */
    Deferred<Integer> stop(String name);
}
