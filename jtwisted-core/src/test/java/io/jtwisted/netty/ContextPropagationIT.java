package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.defer.ContextCarrier;
import io.jtwisted.defer.Deferred;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

class ContextPropagationIT {
    @RegisterExtension
    final Reactors reactors = new Reactors(NettyReactor.Io.AUTO);

    private final CountDownLatch stepsAreThere = new CountDownLatch(1);
    private final List<@Nullable String> seen = new ArrayList<>();

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void theMdcGoesToTheThreadAndBackToTheStepsAndNoFurther() {
        NettyReactor reactor = reactors.start(builder -> builder.threads(1, 10).propagateContext(ContextCarrier.mdc()));
        MDC.put("user", "alice");

        Deferred<Boolean> steps = reactor.deferToThread(() -> {
                    Reactors.wait(stepsAreThere);
                    return seen.add(MDC.get("user"));
                })
                .addCallback(added -> seen.add(MDC.get("user")))
                .addCallback(added -> seen.add(MDC.get("user")));
        stepsAreThere.countDown();
        steps.await();
        MDC.clear();
        reactor.deferToThread(() -> seen.add(MDC.get("user"))).await();
        reactor.call(() -> seen.add(MDC.get("user"))).await();

        assertThat(seen).containsExactly("alice", "alice", "alice", null, null);
    }

    @Test
    void failuresComeHomeWithItToo() {
        NettyReactor reactor = reactors.start(builder -> builder.propagateContext(ContextCarrier.mdc()));
        MDC.put("user", "alice");

        Deferred<String> failed = reactor.<String>deferToThread(() -> {
                    Reactors.wait(stepsAreThere);
                    throw new IllegalStateException("as the test wants");
                })
                .addErrback(failure -> failure.getMessage() + " for " + MDC.get("user"));
        stepsAreThere.countDown();

        assertThat(failed.await()).isEqualTo("as the test wants for alice");
    }

    @Test
    void whatTheThreadHadBeforeIsBackAfterwards() {
        NettyReactor reactor = reactors.start(builder -> builder.threads(1, 1).propagateContext(ContextCarrier.mdc()));

        reactor.call(() -> {
                    MDC.put("loop", "its own");
                    return reactor.deferToThread(() -> seen.add(MDC.get("loop")));
                })
                .await();
        reactor.call(() -> seen.add(MDC.get("loop"))).await();

        assertThat(seen).containsExactly("its own", "its own");
    }

    @Test
    void itStaysWhereItIsUnlessSomebodyAsks() {
        NettyReactor reactor = reactors.start();
        MDC.put("user", "alice");

        reactor.deferToThread(() -> seen.add(MDC.get("user")))
                .addCallback(added -> seen.add(MDC.get("user")))
                .await();

        assertThat(seen).containsExactly(null, null);
    }

    @Test
    void severalCarriersTakeTheirTurns() {
        ContextCarrier first = named("first");
        ContextCarrier second = named("second");

        ContextCarrier.Scope scope = first.and(second).capture().restore();
        scope.close();

        assertThat(seen)
                .containsExactly(
                        "capture first",
                        "capture second",
                        "restore first",
                        "restore second",
                        "close second",
                        "close first");
    }

    private ContextCarrier named(String name) {
        return () -> {
            seen.add("capture " + name);
            return () -> {
                seen.add("restore " + name);
                return () -> seen.add("close " + name);
            };
        };
    }
}
