package io.jtwisted.service;

import io.jtwisted.defer.Deferred;

/**
 * What starts and stops, and may do so again. Any thread may ask. In a Spring application a bean which is one starts and
 * stops with the context. Twisted: {@code twisted.application.service.IService}.
 *
 * <p>An implementation begins both methods with {@code reactor.call(...)}, and then needs no lock.
 */
public interface Service {

    /**
     * Starts; does nothing if it runs already.
     *
     * @return fires with this service when it runs, and fails if it cannot; then it does not run
     */
    Deferred<Service> start();

    /**
     * Stops; does nothing if it does not run. One which is starting gives that up.
     *
     * @return fires with this service when nothing is left of it
     */
    Deferred<Service> stop();

    /** Whether it was started, or is starting, and was not stopped. */
    boolean running();
}
