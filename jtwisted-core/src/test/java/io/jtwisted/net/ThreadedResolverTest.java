package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Deferred;
import io.jtwisted.testing.MemoryReactor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadedResolverTest {
    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

    private final MemoryReactor reactor = new MemoryReactor();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Semaphore begun = new Semaphore(0);
    private final CountDownLatch release = new CountDownLatch(1);
    private final HostResolver resolver = HostResolver.onThreads("test-names-", this::lookUp);

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        asked.add(host);
        begun.release();
        if (host.startsWith("slow")) {
            waitFor(release);
        }
        return switch (host) {
            case "nobody" -> throw new UnknownHostException(host);
            case "broken" -> throw new NoClassDefFoundError(host);
            case "empty" -> List.of();
            default -> List.of(LOCAL);
        };
    }

    @AfterEach
    void letGo() {
        release.countDown();
    }

    @Test
    void theAnswerComesHome() throws Exception {
        List<Boolean> inLoop = new ArrayList<>();

        Deferred<List<InetAddress>> answer =
                resolver.resolve(reactor, "fast").tap(found -> inLoop.add(reactor.inLoop()));

        assertThat(answerOf(answer)).containsExactly(LOCAL);
        assertThat(inLoop).containsExactly(true);
    }

    @Test
    void callersOfOneNameWaitForOneLookup() throws Exception {
        List<Deferred<List<InetAddress>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(resolver.resolve(reactor, "slow"));
        }

        assertThat(answerOf(resolver.resolve(reactor, "fast"))).containsExactly(LOCAL);
        release.countDown();
        for (Deferred<List<InetAddress>> answer : answers) {
            assertThat(answerOf(answer)).containsExactly(LOCAL);
        }

        assertThat(asked).containsExactlyInAnyOrder("slow", "fast");
    }

    @Test
    void aLookupThatHangsIsNotWaitedForByNewCallersForEver() throws Exception {
        Deferred<List<InetAddress>> first = resolver.resolve(reactor, "slow");
        reactor.advance(ThreadedResolver.JOINED.minusMillis(1));
        Deferred<List<InetAddress>> second = resolver.resolve(reactor, "slow");
        reactor.advance(Duration.ofMillis(1));
        Deferred<List<InetAddress>> third = resolver.resolve(reactor, "slow");
        reactor.advance(ThreadedResolver.JOINED);
        Deferred<List<InetAddress>> fourth = resolver.resolve(reactor, "slow"); // twice as patient
        begin(2);

        assertThat(asked).containsExactly("slow", "slow");
        release.countDown();
        for (Deferred<List<InetAddress>> answer : List.of(first, second, third, fourth)) {
            assertThat(answerOf(answer)).containsExactly(LOCAL);
        }
    }

    @Test
    void aNameWaitsForAThreadWhenAllAreTaken() throws Exception {
        takeAllThreads();

        Deferred<List<InetAddress>> waiting = resolver.resolve(reactor, "fast");

        assertThat(asked).doesNotContain("fast");
        release.countDown();
        assertThat(answerOf(waiting)).containsExactly(LOCAL);
    }

    @Test
    void aNameThatNoCallerWaitsForAnyMoreIsNotLookedUp() throws Exception {
        takeAllThreads();
        for (int i = 0; i < 5_000; i++) { // more than may wait
            Deferred<List<InetAddress>> given = resolver.resolve(reactor, "given up " + i);
            given.cancel();
            assertThatThrownBy(() -> answerOf(given)).isInstanceOf(CancellationException.class);
        }

        Deferred<List<InetAddress>> waiting = resolver.resolve(reactor, "fast");
        release.countDown();

        assertThat(answerOf(waiting)).containsExactly(LOCAL);
        assertThat(asked).hasSize(ThreadedResolver.THREADS + 1);
    }

    @Test
    void oneCallerMayGiveUpAndTheOthersStillWait() throws Exception {
        Deferred<List<InetAddress>> leaving = resolver.resolve(reactor, "slow");
        Deferred<List<InetAddress>> staying = resolver.resolve(reactor, "slow");

        leaving.cancel();
        release.countDown();

        assertThatThrownBy(() -> answerOf(leaving)).isInstanceOf(CancellationException.class);
        assertThat(answerOf(staying)).containsExactly(LOCAL);
    }

    @Test
    void moreNamesThanMayWaitAreRefused() throws Exception {
        takeAllThreads();
        List<Deferred<List<InetAddress>>> waiting = new ArrayList<>();
        for (int i = 0; i < ThreadedResolver.WAITING; i++) {
            waiting.add(resolver.resolve(reactor, "waiting " + i));
        }

        Deferred<List<InetAddress>> tooMany = resolver.resolve(reactor, "one more");

        assertThatThrownBy(() -> answerOf(tooMany))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("no thread to look up 'one more': 100 lookups are under way and 1000 names wait");
        release.countDown();
        for (Deferred<List<InetAddress>> answer : waiting) {
            assertThat(answerOf(answer)).containsExactly(LOCAL);
        }
    }

    @Test
    void whatALookupThrowsIsTheFailure() {
        assertThatThrownBy(() -> answerOf(resolver.resolve(reactor, "nobody")))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("nobody");
        assertThatThrownBy(() -> answerOf(resolver.resolve(reactor, "broken")))
                .isInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(() -> answerOf(resolver.resolve(reactor, "empty"))).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void itsThreadsAreDaemonsWithNames() throws Exception {
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        HostResolver seen = HostResolver.onThreads("seen-names-", host -> {
            threads.add(Thread.currentThread());
            return List.of(LOCAL);
        });

        answerOf(seen.resolve(reactor, "any"));

        assertThat(threads).singleElement().satisfies(thread -> {
            assertThat(thread.getName()).isEqualTo("seen-names-1");
            assertThat(thread.isDaemon()).isTrue();
        });
    }

    private void takeAllThreads() throws InterruptedException {
        for (int i = 0; i < ThreadedResolver.THREADS; i++) {
            resolver.resolve(reactor, "slow " + i).otherwise(failure -> {});
        }
        begin(ThreadedResolver.THREADS);
    }

    /** Waits until so many lookups have begun. */
    private void begin(int lookups) throws InterruptedException {
        assertThat(begun.tryAcquire(lookups, 20, TimeUnit.SECONDS)).isTrue();
    }

    private List<InetAddress> answerOf(Deferred<List<InetAddress>> answer) throws Exception {
        CountDownLatch fired = new CountDownLatch(1);
        List<List<InetAddress>> values = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        answer.tap(values::add).always(fired::countDown).otherwise(failures::add);
        for (int i = 0; i < 20_000 && fired.getCount() > 0; i++) {
            fired.await(1, TimeUnit.MILLISECONDS);
            reactor.advance(Duration.ZERO); // another thread has fired it: that waits for a turn
        }
        if (!failures.isEmpty()) {
            Throwable failure = failures.get(0);
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        }
        assertThat(values).hasSize(1);
        return values.get(0);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
