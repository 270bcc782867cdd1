package io.jtwisted.service;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jtwisted.defer.Deferred;
import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerServiceTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final List<Duration> calls = new ArrayList<>();
    private final List<Deferred<String>> results = new ArrayList<>();
    private final TimerService service = TimerService.of(reactor, ofSeconds(2), () -> calls.add(reactor.now()));
    private final TimerService asking = TimerService.of(reactor, ofSeconds(2), () -> {
        results.add(new Deferred<>());
        return results.get(results.size() - 1);
    });

    @Test
    void itCallsAtOnceAndThenAgainAndAgain() {
        assertThat(service.running()).isFalse();

        assertThat(service.start()).succeeded();
        reactor.advance(ofSeconds(5));

        assertThat(service.running()).isTrue();
        assertThat(calls).containsExactly(ZERO, ofSeconds(2), ofSeconds(4));
    }

    @Test
    void aSecondStartDoesNothing() {
        service.start().otherwise(e -> {});

        assertThat(service.start()).succeeded();

        assertThat(calls).containsExactly(ZERO);
    }

    @Test
    void itCallsNoMoreWhenItHasStopped() {
        service.start().otherwise(e -> {});

        assertThat(service.stop()).succeeded();
        reactor.advance(ofSeconds(5));

        assertThat(service.running()).isFalse();
        assertThat(calls).containsExactly(ZERO);
    }

    @Test
    void toStopWhatDoesNotRunDoesNothing() {
        assertThat(service.stop()).succeeded();
    }

    @Test
    void itStartsAgain() {
        service.start().otherwise(e -> {});
        service.stop().otherwise(e -> {});
        reactor.advance(ofSeconds(1));

        service.start().otherwise(e -> {});
        reactor.advance(ofSeconds(2));

        assertThat(calls).containsExactly(ZERO, ofSeconds(1), ofSeconds(3));
    }

    @Test
    void toStopWaitsForTheCallUnderWay() {
        asking.start().otherwise(e -> {});

        Deferred<Service> stopped = asking.stop();
        assertThat(stopped).isPending();
        assertThat(asking.running()).isTrue();

        results.get(0).callback("done");
        assertThat(stopped).succeeded();
        assertThat(asking.running()).isFalse();
    }

    @Test
    void aStartDuringTheLastCallWaitsForIt() {
        asking.start().otherwise(e -> {});
        asking.stop().otherwise(e -> {});

        Deferred<Service> started = asking.start();
        Deferred<Service> stopped = asking.stop();
        assertThat(started).isPending();

        results.get(0).callback("done");
        assertThat(started).succeeded();
        assertThat(results).hasSize(2);
        assertThat(stopped).isPending();

        results.get(1).callback("done");
        assertThat(stopped).succeeded();
        assertThat(asking.running()).isFalse();
    }

    @Test
    void aCallWhichFailsIsTheLastOne() {
        asking.start().otherwise(e -> {});

        results.get(0).errback(new IOException("logged by this test"));
        reactor.advance(ofSeconds(5));

        assertThat(asking.running()).isFalse();
        assertThat(results).hasSize(1);
        assertThat(asking.stop()).succeeded();
        assertThat(reactor.takeForgotten()).hasSize(1);
    }

    @Test
    void afterAFailureItMayBeStartedAgain() {
        asking.start().otherwise(e -> {});
        results.get(0).errback(new IOException("logged by this test"));

        assertThat(asking.start()).succeeded();

        assertThat(asking.running()).isTrue();
        assertThat(results).hasSize(2);
        assertThat(reactor.takeForgotten()).hasSize(1);
    }

    @Test
    void itStopsWithItsReactorAndStartsAgainWithIt() {
        service.start().otherwise(e -> {});

        reactor.stop().otherwise(e -> {});
        assertThat(service.running()).isFalse();

        reactor.start().otherwise(e -> {});
        assertThat(service.start()).succeeded();
        assertThat(service.running()).isTrue();
        assertThat(calls).hasSize(2);
    }

    @Test
    void anIntervalIsNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> TimerService.of(reactor, ofSeconds(-1), calls::clear));
    }
}
