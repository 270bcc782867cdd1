package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.defer.Deferred;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifeIT {
    private static final int ROUNDS = 4_000;

    private final ExecutorService loop = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() throws InterruptedException {
        loop.shutdown();
        assertThat(loop.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStopIsNeverRefusedWhileTheStartUpEnds() throws Exception {
        int refused = 0;

        for (int i = 0; i < ROUNDS; i++) {
            Life life = NettyReactor.builder().io(NettyReactor.Io.NIO).build().life();
            life.begin();
            AtomicInteger there = new AtomicInteger();
            Future<?> started = loop.submit(() -> {
                meet(there);
                life.startUp(new Deferred<>());
                return life;
            });
            meet(there);
            spin(i % 200);
            refused += life.beginStop() == null ? 1 : 0;
            started.get();
        }

        assertThat(refused).isZero();
    }

    @SuppressWarnings("ThreadPriorityCheck") // without a second core the other thread must get this one
    private static void meet(AtomicInteger there) {
        there.incrementAndGet();
        for (int i = 0; there.get() < 2; i++) {
            if (i < 1_000) {
                Thread.onSpinWait();
            } else {
                Thread.yield(); // the other thread may have no core
            }
        }
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
