package io.jtwisted.net;

import io.jtwisted.defer.Deferred;

/**
 * What a reactor can open by itself, one method for each kind of endpoint: {@link Reactor#network()}. For makers of
 * endpoints; a program calls {@link Reactor#listen(String, Factory)} and {@link Reactor#connect(String, Protocol)}. An
 * endpoint that stands on one of these kinds hands it over in its own {@code listen} or {@code connect}; one that does
 * without them needs no method here. To be called on the reactor's thread. Twisted: {@code IReactorTCP},
 * {@code IReactorUNIX}.
 */
public interface Network {

    /**
     * Listens on TCP.
     *
     * @return fires when it listens; fails with {@link CannotListenException} if the operating system refuses
     */
    Deferred<Port> listen(ServerEndpoint.Tcp endpoint, Factory factory);

    /** Listens on a Unix domain socket. As the other one. */
    Deferred<Port> listen(ServerEndpoint.Unix endpoint, Factory factory);

    /**
     * Connects over TCP.
     *
     * @return fires with the protocol after its {@code connectionMade}; cancel it to give up
     */
    <P extends Protocol> Deferred<P> connect(ClientEndpoint.Tcp endpoint, P protocol);

    /** Connects to a Unix domain socket. As the other one. */
    <P extends Protocol> Deferred<P> connect(ClientEndpoint.Unix endpoint, P protocol);
}
