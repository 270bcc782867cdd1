package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.jtwisted.Witness;
import io.jtwisted.defer.Deferred;
import io.jtwisted.testsupport.Log;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Failures which nobody handles, at home on a real reactor. */
class UnhandledIT {
    @RegisterExtension
    final Reactors reactors = new Reactors(NettyReactor.Io.NIO);

    private final Witness witness = new Witness();
    private final Log log = Log.of(Deferred.class);
    private final IOException trouble = new IOException("trouble");
    private final List<Deferred<String>> kept = new ArrayList<>();

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void whenTheReactorStopsTheyAreReportedToldAndCounted() {
        NettyReactor reactor = reactors.start();
        reactor.addListener(witness);
        reactor.call(() -> {
                    kept.add(Deferred.fail(trouble));
                })
                .await();
        Reactors.settle(reactor);
        List<Throwable> waiting = reactor.unhandled().waiting();

        reactor.stop().await();

        assertThat(waiting).containsExactly(trouble);
        assertThat(log.thrown()).containsExactly(trouble);
        assertThat(log.messages(Level.ERROR))
                .containsExactly("unhandled error in a Deferred when " + reactor.name() + " stopped");
        assertThat(witness.news()).containsExactly("unhandled trouble");
        assertThat(reactor.statistics().unhandled()).isEqualTo(1);
    }

    @Test
    void whatIsHandledInAnyTurnBeforeIsNot() {
        NettyReactor reactor = reactors.start();
        reactor.addListener(witness);
        reactor.call(() -> {
                    Deferred.fail(trouble).otherwise(cause -> {});
                    kept.add(Deferred.fail(trouble));
                })
                .await();
        Reactors.settle(reactor);
        kept.get(0).otherwise(cause -> {});

        reactor.stop().await();

        assertThat(log.thrown()).isEmpty();
        assertThat(witness.news()).isEmpty();
        assertThat(reactor.statistics().unhandled()).isZero();
    }
}
