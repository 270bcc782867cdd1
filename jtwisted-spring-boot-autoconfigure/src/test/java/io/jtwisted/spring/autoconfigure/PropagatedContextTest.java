package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Reactor;
import io.micrometer.context.ContextRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.test.context.FilteredClassLoader;

class PropagatedContextTest {
    private static final String KEY = "tenant";

    private final ThreadLocal<String> tenant = new ThreadLocal<>();
    private final CountDownLatch stepsAreThere = new CountDownLatch(1);

    @BeforeEach
    void register() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, tenant);
        tenant.set("mars");
        MDC.put("user", "alice");
    }

    @AfterEach
    void forget() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
        MDC.clear();
    }

    @Test
    void theMdcAndWhatMicrometerKnowsGoToTheThreadAndBack() {
        Contexts.runner()
                .withPropertyValues("jtwisted.thread-pool.propagate-context=true")
                .run(context -> assertThat(thereAndBack(context.getBean(Reactor.class)))
                        .isEqualTo("alice of mars, alice of mars"));
    }

    @Test
    void theyStayWhereTheyAreUnlessSomebodyAsks() {
        Contexts.runner()
                .run(context -> assertThat(thereAndBack(context.getBean(Reactor.class)))
                        .isEqualTo("null of null, null of null"));
    }

    @Test
    void withoutMicrometerTheMdcGoesAlone() {
        Contexts.runner()
                .withClassLoader(new FilteredClassLoader("io.micrometer.context"))
                .withPropertyValues("jtwisted.thread-pool.propagate-context=true")
                .run(context -> assertThat(thereAndBack(context.getBean(Reactor.class)))
                        .isEqualTo("alice of null, alice of null"));
    }

    private String thereAndBack(Reactor reactor) {
        Supplier<String> here = () -> MDC.get("user") + " of " + tenant.get();
        var result = reactor.deferToThread(() -> {
                    stepsAreThere.await();
                    return here.get();
                })
                .addCallback(there -> there + ", " + here.get());
        stepsAreThere.countDown();
        return result.await();
    }
}
