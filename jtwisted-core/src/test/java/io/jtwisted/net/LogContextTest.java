package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What the MDC says around something that is logged. */
class LogContextTest {
    private final Address peer = new Address.Inet("192.0.2.1", 4711);
    private final Port port = new MemoryReactor()
            .listen(ServerEndpoint.tcp(7000).name("chat"), peer -> new Recorder())
            .await();

    @BeforeEach
    void somebodyHasEntries() {
        MDC.put("user", "ada");
        MDC.put("peer", "another");
    }

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void itSaysWhoAndWhere() {
        LogContext.of(port, peer)
                .around(() -> assertThat(MDC.getCopyOfContextMap())
                        .isEqualTo(Map.of("user", "ada", "listener", "chat", "peer", "192.0.2.1:4711")));
    }

    @Test
    void afterwardsEverythingIsAsBefore() {
        LogContext.of(port, peer).around(() -> {});

        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("user", "ada", "peer", "another"));
    }

    @Test
    void soItIsAfterAnException() {
        assertThatThrownBy(() -> LogContext.of(port, peer).around(() -> {
                    throw new IOException("gone");
                }))
                .isInstanceOf(IOException.class);

        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("user", "ada", "peer", "another"));
    }

    @Test
    void whatIsNotKnownIsNotSaid() {
        LogContext.of((Port) null, null)
                .around(() -> assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("user", "ada")));
    }

    @Test
    void whatIsPutMeanwhileStays() {
        LogContext.of(port, peer).around(() -> MDC.put("room", "kitchen"));

        assertThat(MDC.get("room")).isEqualTo("kitchen");
    }
}
