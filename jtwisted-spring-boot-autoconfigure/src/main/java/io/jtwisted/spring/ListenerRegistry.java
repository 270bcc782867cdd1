package io.jtwisted.spring;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Port;
import java.util.Optional;
import java.util.Set;

/**
 * The listeners of the application, by name: for those which do not start by themselves
 * ({@code jtwisted.listeners.<name>.auto-start=false}), and for programs which close and open doors while they run. A
 * bean; any thread may call it once the application has started.
 */
public interface ListenerRegistry {

    /** All which are enabled, open or not. */
    Set<String> names();

    /** The port of a listener which is open; empty if it is not. */
    Optional<Port> port(String name);

    /**
     * Opens a listener.
     *
     * @return fires with its port, the same if it is open already; fails with {@link IllegalStateException} while it
     *     opens or closes, and with what the operating system says
     * @throws IllegalArgumentException if there is no such listener
     */
    Deferred<Port> start(String name);

    /**
     * Closes a listener, and says goodbye to its connections, which have {@code jtwisted.shutdown.drain-timeout} to
     * leave.
     *
     * @return fires when no connection is left, with how many had to be aborted: none if it was not open; fails with
     *     {@link IllegalStateException} while it opens or closes
     * @throws IllegalArgumentException if there is no such listener
     */
    Deferred<Integer> stop(String name);
}
