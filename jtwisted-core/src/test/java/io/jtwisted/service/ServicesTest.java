package io.jtwisted.service;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.defer.Deferred;
import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ServicesTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final List<String> events = new ArrayList<>();
    private final Part a = new Part("a");
    private final Part b = new Part("b");
    private final Part c = new Part("c");
    private final Services services = Services.of(reactor, a, b, c);

    @Test
    void theyStartInOrder() {
        assertThat(services.running()).isFalse();

        assertThat(services.start()).succeeded();

        assertThat(events).containsExactly("a starts", "b starts", "c starts");
        assertThat(services.running()).isTrue();
    }

    @Test
    void eachStartsWhenTheOneBeforeRuns() {
        Deferred<Service> slow = new Deferred<>();
        a.start = slow;

        Deferred<Service> started = services.start();
        assertThat(started).isPending();
        assertThat(events).containsExactly("a starts");

        slow.callback(a);
        assertThat(started).succeeded();
        assertThat(events).containsExactly("a starts", "b starts", "c starts");
    }

    @Test
    void theyStopInReverse() {
        services.start().otherwise(e -> {});
        events.clear();

        assertThat(services.stop()).succeeded();

        assertThat(events).containsExactly("c stops", "b stops", "a stops");
        assertThat(services.running()).isFalse();
    }

    @Test
    void eachStopsWhenTheOneAfterItIsGone() {
        services.start().otherwise(e -> {});
        events.clear();
        Deferred<Service> slow = new Deferred<>();
        c.stop = slow;

        Deferred<Service> stopped = services.stop();
        assertThat(stopped).isPending();
        assertThat(events).containsExactly("c stops");

        slow.callback(a);
        assertThat(stopped).succeeded();
        assertThat(events).containsExactly("c stops", "b stops", "a stops");
    }

    @Test
    void allStopEvenIfOneCannot() {
        services.start().otherwise(e -> {});
        b.stop = Deferred.fail(new IOException("b"));
        c.stop = Deferred.fail(new IOException("c"));

        assertThat(services.stop())
                .failedWith(IOException.class)
                .hasMessage("c")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .extracting(Throwable::getMessage)
                        .isEqualTo("b"));

        assertThat(events).endsWith("c stops", "b stops", "a stops");
        assertThat(services.running()).isFalse();
    }

    @Test
    void ifOneCannotStartWhatHasBegunIsStopped() {
        b.start = Deferred.fail(new IOException("in use"));

        assertThat(services.start()).failedWith(IOException.class).hasMessage("in use");

        assertThat(events).containsExactly("a starts", "b starts", "b stops", "a stops");
        assertThat(services.running()).isFalse();
    }

    @Test
    void toStopDuringTheStartGivesThatUp() {
        Deferred<Service> slow = new Deferred<>();
        b.start = slow;
        Deferred<Service> started = services.start();

        Deferred<Service> stopped = services.stop();

        assertThat(started).failedWith(CancellationException.class);
        assertThat(stopped).succeeded();
        assertThat(events).containsExactly("a starts", "b starts", "b stops", "a stops");
    }

    @Test
    void toStartDuringTheStopWaitsForIt() {
        services.start().otherwise(e -> {});
        Deferred<Service> slow = new Deferred<>();
        c.stop = slow;
        services.stop().otherwise(e -> {});

        Deferred<Service> again = services.start();
        assertThat(again).isPending();

        slow.callback(a);
        assertThat(again).succeeded();
        assertThat(events).endsWith("a stops", "a starts", "b starts", "c starts");
    }

    @Test
    void whoCancelsWhatHasNotBegunTakesItBack() {
        services.start().otherwise(e -> {});
        Deferred<Service> slow = new Deferred<>();
        c.stop = slow;
        services.stop().otherwise(e -> {});
        Deferred<Service> again = services.start();

        again.cancel();
        slow.callback(a);

        assertThat(again).failedWith(CancellationException.class);
        assertThat(events).endsWith("a stops");
    }

    @Test
    void toStartOrStopTwiceDoesNothing() {
        services.start().otherwise(e -> {});
        assertThat(services.start()).succeeded();
        assertThat(events).hasSize(3);

        services.stop().otherwise(e -> {});
        assertThat(services.stop()).succeeded();
        assertThat(events).hasSize(6);
    }

    @Test
    void aServiceMayJoinBeforeTheStart() {
        Part d = new Part("d");

        assertThat(services.add("last", d)).succeeded();
        assertThat(events).isEmpty();

        services.start().otherwise(e -> {});
        assertThat(events).endsWith("c starts", "d starts");
        assertThat(services.all()).containsExactly(a, b, c, d);
    }

    @Test
    void aServiceWhichJoinsLateStartsAtOnce() {
        services.start().otherwise(e -> {});
        Part d = new Part("d");
        Deferred<Service> slow = new Deferred<>();
        d.start = slow;

        Deferred<Service> joined = services.add(d);
        assertThat(joined).isPending();
        assertThat(events).endsWith("d starts");

        slow.callback(a);
        assertThat(joined).succeeded();
    }

    @Test
    void aServiceWhichJoinsLateAndCannotStartIsNotAdded() {
        services.start().otherwise(e -> {});
        Part d = new Part("d");
        d.start = Deferred.fail(new IOException("in use"));

        assertThat(services.add(d)).failedWith(IOException.class);

        assertThat(services.all()).containsExactly(a, b, c);
        assertThat(services.running()).isTrue();
    }

    @Test
    void aServiceWhichLeavesIsStopped() {
        services.start().otherwise(e -> {});
        Deferred<Service> slow = new Deferred<>();
        b.stop = slow;

        Deferred<Service> left = services.remove(b);
        assertThat(events).endsWith("b stops");
        assertThat(left).isPending();

        slow.callback(a);
        assertThat(left).succeeded();
        assertThat(services.all()).containsExactly(a, c);
    }

    @Test
    void aServiceMayLeaveWhichDoesNotRun() {
        assertThat(services.remove(b)).succeeded();

        assertThat(events).isEmpty();
        assertThat(services.all()).containsExactly(a, c);
    }

    @Test
    void onlyWhoIsThereCanLeave() {
        assertThat(services.remove(new Part("d")))
                .failedWith(IllegalStateException.class)
                .hasMessage("this service is none of these: d");
    }

    @Test
    void aServiceIsFoundByItsName() {
        Part d = new Part("d");
        services.add("d", d).otherwise(e -> {});

        assertThat(services.named("d")).contains(d);
        assertThat(services.named("e")).isEmpty();
    }

    @Test
    void aNameIsGivenOnce() {
        services.add("d", new Part("d")).otherwise(e -> {});

        assertThat(services.add("d", new Part("other")))
                .failedWith(IllegalStateException.class)
                .hasMessageContaining("'d'");

        assertThat(services.all()).hasSize(4);
    }

    @Test
    void aNameIsFreeAgainWhenItsServiceHasLeft() {
        Part d = new Part("d");
        services.add("d", d).otherwise(e -> {});
        services.remove(d).otherwise(e -> {});

        assertThat(services.add("d", new Part("other"))).succeeded();
    }

    @Test
    void aServiceIsAddedOnce() {
        assertThat(services.add(a)).failedWith(IllegalStateException.class).hasMessageContaining("before: a");
    }

    @Test
    void servicesMayBeAmongServices() {
        Services outer = Services.of(reactor, services, new Part("d"));

        outer.start().otherwise(e -> {});
        outer.stop().otherwise(e -> {});

        assertThat(events)
                .containsExactly(
                        "a starts", "b starts", "c starts", "d starts", "d stops", "c stops", "b stops", "a stops");
    }

    /** Says what is asked of it; starts and stops when the test says so. */
    private final class Part implements Service {
        private final String name;
        private Deferred<Service> start = Deferred.succeed(this);
        private Deferred<Service> stop = Deferred.succeed(this);

        Part(String name) {
            this.name = name;
        }

        @Override
        public Deferred<Service> start() {
            events.add(name + " starts");
            Deferred<Service> started = start;
            start = Deferred.succeed(this);
            return started;
        }

        @Override
        public Deferred<Service> stop() {
            events.add(name + " stops");
            Deferred<Service> stopped = stop;
            stop = Deferred.succeed(this);
            return stopped;
        }

        @Override
        public boolean running() {
            return false;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
