package io.jtwisted.net;

import io.jtwisted.defer.Deferred;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lookups that block, on threads of their own. See {@link HostResolver#onThreads}. */
final class ThreadedResolver implements HostResolver {
    static final int THREADS = 100;
    static final int WAITING = 1_000;

    /** How long new callers wait for a lookup that began before they asked, unless others of that name hang already. */
    static final Duration JOINED = Duration.ofSeconds(10);

    private static final int DOUBLINGS = 20; // more than 100 days

    private final Lookup lookup;
    private final Executor threads;

    private final ReentrantLock lock = new ReentrantLock();

    /** Lookups that have not ended, the newest of each name last. */
    private final Map<String, Deque<Search>> searches = new HashMap<>();

    /** Those of them that have no thread yet. */
    private final Set<Search> waiting = new LinkedHashSet<>();

    private int running;

    ThreadedResolver(String prefix, Lookup lookup) {
        this.lookup = lookup;
        // It makes as many threads as it is asked for: the bound is ours, which knows what waits and what was given up.
        // None waits for the next lookup: a reactor that has stopped leaves no thread behind, and lookups are rare.
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), named(prefix));
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public Deferred<List<InetAddress>> resolve(Reactor reactor, String host) {
        Deferred<List<InetAddress>> answer = Deferred.on(reactor);
        Search search;
        lock.lock();
        try {
            search = search(host, reactor.now());
            search.askers.add(answer);
        } catch (RejectedExecutionException e) {
            return Deferred.fail(e);
        } finally {
            lock.unlock();
        }
        return answer.always(() -> forget(search, answer));
    }

    /** A lookup to wait for: one that has begun, or a new one. */
    private Search search(String host, Duration now) {
        Deque<Search> known = searches.getOrDefault(host, new ArrayDeque<>());
        Search newest = known.peekLast();
        if (newest != null && (waiting.contains(newest) || !hangs(newest.asked, now, known.size()))) {
            return newest;
        }
        Search search = new Search(host, now);
        if (running < THREADS) {
            begin(search);
        } else if (waiting.size() < WAITING) {
            waiting.add(search);
        } else {
            throw new RejectedExecutionException("no thread to look up '" + host + "': " + THREADS
                    + " lookups are under way and " + WAITING + " names wait");
        }
        searches.computeIfAbsent(host, name -> new ArrayDeque<>()).add(search);
        return search;
    }

    private static boolean hangs(Duration asked, Duration now, int lookups) {
        Duration patience = JOINED.multipliedBy(1L << Math.min(lookups - 1, DOUBLINGS));
        return now.minus(asked).compareTo(patience) >= 0;
    }

    private void begin(Search search) {
        running++;
        boolean begun = false;
        try {
            threads.execute(() -> work(search));
            begun = true;
        } catch (OutOfMemoryError e) {
            throw new RejectedExecutionException("no thread to look up '" + search.host + "': " + e.getMessage(), e);
        } finally {
            if (!begun) {
                running--;
            }
        }
    }

    /** On a thread that blocks: this one, then those that wait for a thread. */
    private void work(Search first) {
        for (Search search = first; search != null; search = next()) {
            run(search);
        }
    }

    private @Nullable Search next() {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                running--;
                return null;
            }
            Search next = waiting.iterator().next();
            waiting.remove(next);
            return next;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("CatchingUnchecked") // the border: whatever the lookup throws is its answer
    private void run(Search search) {
        try {
            List<InetAddress> found = List.copyOf(lookup.lookUp(search.host));
            if (found.isEmpty()) {
                throw new UnknownHostException(search.host);
            }
            end(search, answer -> answer.callback(found));
        } catch (Exception | Error e) {
            end(search, answer -> answer.errback(e));
        }
    }

    private void end(Search search, Consumer<Deferred<List<InetAddress>>> fire) {
        List<Deferred<List<InetAddress>>> answers;
        lock.lock();
        try {
            answers = List.copyOf(search.askers);
            remove(search);
        } finally {
            lock.unlock();
        }
        answers.forEach(fire);
    }

    /** This answer is not wanted any more, or is there. */
    private void forget(Search search, Deferred<List<InetAddress>> answer) {
        lock.lock();
        try {
            search.askers.remove(answer);
            if (search.askers.isEmpty() && waiting.remove(search)) {
                remove(search);
            }
        } finally {
            lock.unlock();
        }
    }

    private void remove(Search search) {
        Deque<Search> known = searches.get(search.host);
        if (known != null) {
            known.remove(search);
            if (known.isEmpty()) {
                searches.remove(search.host);
            }
        }
    }

    /** One lookup, and the callers that wait for it. */
    private static final class Search {
        private final String host;
        private final Duration asked;
        private final Set<Deferred<List<InetAddress>>> askers = Collections.newSetFromMap(new IdentityHashMap<>());

        Search(String host, Duration asked) {
            this.host = host;
            this.asked = asked;
        }
    }
}
