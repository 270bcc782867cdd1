package io.jtwisted.net;

import io.jtwisted.defer.Deferred;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds the addresses of a host name. A reactor with sockets asks it for each name that it connects to or listens on, and
 * never for a literal. Twisted: {@code IHostnameResolver}.
 */
@FunctionalInterface
public interface HostResolver {

    /**
     * Finds the addresses of this name. Called on the reactor's thread, so it must not block.
     *
     * @return fires with at least one address, the preferred one first; fails with {@link UnknownHostException} if there
     *     is none. The reactor cancels it when nothing waits for the answer any more
     */
    Deferred<List<InetAddress>> resolve(Reactor reactor, String host);

    /** A way to find addresses that blocks, such as {@link InetAddress#getAllByName}. Any number of threads may call. */
    @FunctionalInterface
    interface Lookup {

        /** Finds the addresses of this name, the preferred one first. */
        List<InetAddress> lookUp(String host) throws UnknownHostException;
    }

    /** The operating system's resolver as the JDK asks it, on threads of its own: see {@link #onThreads}. */
    static HostResolver system(String threads) {
        return onThreads(threads, host -> List.of(InetAddress.getAllByName(host)));
    }

    /**
     * Makes a resolver out of a lookup that blocks. It has up to 100 daemon threads, made when they are needed; up to 1,000
     * names wait for one, and more fail with {@link java.util.concurrent.RejectedExecutionException}.
     *
     * <p>Callers that ask for a name that is being looked up wait for that lookup. So a name server that does not
     * answer takes one thread for each name, however many connections ask. A lookup that has taken 10 seconds is not
     * waited for by new callers: the next caller begins another one, and the wait doubles with each lookup of that name
     * which hangs.
     *
     * @param threads what the names of the threads begin with
     */
    static HostResolver onThreads(String threads, Lookup lookup) {
        return new ThreadedResolver(threads, lookup);
    }
}
