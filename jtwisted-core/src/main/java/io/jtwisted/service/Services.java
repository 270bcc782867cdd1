package io.jtwisted.service;

import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.DeferredSemaphore;
import io.jtwisted.net.Reactor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Several services as one: starts them in the order in which they were added, each when the one before runs, and stops
 * them in reverse, each when the one after it is gone. Twisted: {@code MultiService}.
 *
 * <pre>{@code
 * Services services = Services.of(reactor, directory, chat);
 * services.start().otherwise(failure -> reactor.stop());
 * }</pre>
 *
 * <p>Any thread may ask. One thing is done at a time, in the order asked.
 */
public final class Services implements Service {
    private final Reactor reactor;
    private final DeferredSemaphore oneAtATime = new DeferredSemaphore(1);
    private volatile List<Member> members = List.of();
    private volatile boolean running;
    private @Nullable Deferred<Service> starting;

    private record Member(@Nullable String name, Service service) {}

    private Services(Reactor reactor) {
        this.reactor = reactor;
    }

    /**
     * These, in this order, with no names. The order is decided on the reactor, wherever the services live themselves.
     */
    public static Services of(Reactor reactor, Service... services) {
        Services all = new Services(reactor);
        for (Service service : services) {
            all.join(new Member(null, service));
        }
        return all;
    }

    /** All of them, in their order. */
    public List<Service> all() {
        return members.stream().map(Member::service).toList();
    }

    /** The one of this name, if there is one. */
    public Optional<Service> named(String name) {
        return members.stream()
                .filter(member -> name.equals(member.name))
                .map(Member::service)
                .findFirst();
    }

    /** Adds a service without a name. As {@link #add(String, Service)}. */
    public Deferred<Service> add(Service service) {
        return add(new Member(null, service));
    }

    /**
     * Adds a service, and starts it if these run.
     *
     * @return fires with these when it is added, and runs if these do; fails with {@link IllegalStateException} if there is
     *     one of that name, or this one has been added before, and with what the start says: then it is not added
     */
    public Deferred<Service> add(String name, Service service) {
        return add(new Member(name, service));
    }

    /**
     * Removes a service, and stops it if these run.
     *
     * @return fires with these when it has stopped; fails with {@link IllegalStateException} if it is none of these, and
     *     with what the stop says: removed it is all the same
     */
    public Deferred<Service> remove(Service service) {
        return reactor.call(() -> oneAtATime.run(() -> {
            leave(service);
            return running ? service.stop().addCallback(stopped -> this) : Deferred.succeed(this);
        }));
    }

    /** Starts all. If one cannot start, those before it are stopped again, and its failure is the result. */
    @Override
    public Deferred<Service> start() {
        return reactor.call(() -> oneAtATime.run(() -> running ? Deferred.succeed(this) : startAll()));
    }

    /** Stops all, also if one cannot stop: then the first failure is the result, with the others as suppressed ones. */
    @Override
    public Deferred<Service> stop() {
        return reactor.call(() -> {
            if (starting != null) {
                starting.cancel();
            }
            return oneAtATime.run(() -> {
                Deque<Service> backwards = new ArrayDeque<>();
                if (running) {
                    all().forEach(backwards::push);
                }
                running = false;
                return stopAll(backwards, new ArrayList<>());
            });
        });
    }

    @Override
    public boolean running() {
        return running;
    }

    private Deferred<Service> add(Member member) {
        return reactor.call(() -> oneAtATime.run(() -> {
            join(member);
            return !running
                    ? Deferred.succeed(this)
                    : Deferred.maybeDeferred(member.service::start)
                            .addCallback(started -> (Service) this)
                            .chainErrback(failure -> {
                                leave(member.service);
                                return Deferred.fail(failure);
                            });
        }));
    }

    private Deferred<Service> startAll() {
        running = true;
        Deque<Service> begun = new ArrayDeque<>();
        Deferred<Service> all = startAll(new ArrayDeque<>(all()), begun);
        starting = all;
        return all.always(() -> {
                    starting = null;
                })
                .chainErrback(failure -> {
                    running = false;
                    return stopAll(begun, new ArrayList<>(List.of(failure)));
                });
    }

    private Deferred<Service> startAll(Deque<Service> left, Deque<Service> begun) {
        Service next = left.poll();
        if (next == null) {
            return Deferred.succeed(this);
        }
        begun.push(next); // if it cannot start, it is told to stop: it may have started in part
        return Deferred.maybeDeferred(next::start).chainCallback(started -> startAll(left, begun));
    }

    private Deferred<Service> stopAll(Deque<Service> left, List<Throwable> failures) {
        Service next = left.poll();
        if (next != null) {
            return Deferred.maybeDeferred(next::stop)
                    .addErrback(failure -> {
                        failures.add(failure);
                        return next;
                    })
                    .chainCallback(stopped -> stopAll(left, failures));
        }
        if (failures.isEmpty()) {
            return Deferred.succeed(this);
        }
        Throwable first = failures.remove(0);
        failures.stream().filter(other -> other != first).forEach(first::addSuppressed);
        return Deferred.fail(first);
    }

    private void join(Member member) {
        for (Member other : members) {
            if (other.service == member.service) {
                throw new IllegalStateException("this service has been added before: " + member.service);
            }
            if (member.name != null && Objects.equals(other.name, member.name)) {
                throw new IllegalStateException(
                        "there is a service '" + member.name + "' already: choose another name");
            }
        }
        List<Member> more = new ArrayList<>(members);
        more.add(member);
        members = List.copyOf(more);
    }

    private void leave(Service service) {
        List<Member> fewer =
                members.stream().filter(member -> member.service != service).toList();
        if (fewer.size() == members.size()) {
            throw new IllegalStateException("this service is none of these: " + service);
        }
        members = fewer;
    }
}
