package io.jtwisted.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class MemoryInlineTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final List<String> seen = new ArrayList<>();

    @Test
    void aBlockIsPlayedAsCallbacksAre() {
        reactor.inline(() -> {
            for (int i = 1; i <= 3; i++) {
                Deferred<Boolean> later = new Deferred<>();
                reactor.callLater(Duration.ofMinutes(1), () -> later.callback(true));
                later.await();
                seen.add(i + " at " + reactor.now());
            }
        });

        reactor.advance(Duration.ofMinutes(2));

        assertThat(seen).containsExactly("1 at PT1M", "2 at PT2M");
        reactor.advance(Duration.ofMinutes(1));
        assertThat(seen).hasSize(3);
    }

    @Test
    void itMayTalk() {
        reactor.listen("tcp:8007", Echo::new);
        Hearing client = new Hearing();

        Deferred<String> heard = reactor.inline(() -> {
            reactor.connect("tcp:localhost:8007", client).await();
            client.transport().write(Bytes.utf8("hello"));
            return client.heard.await();
        });

        assertThat(heard.await()).isEqualTo("hello");
    }

    @Test
    void blockingWorkComesHomeToIt() {
        Deferred<String> result = reactor.inline(
                () -> reactor.deferToThread(() -> "done " + reactor.inLoop()).await() + " " + reactor.inLoop());

        assertThat(result.await()).isEqualTo("done false true");
    }

    @Test
    void theTestMayFireWhatItWaitsFor() {
        Deferred<String> fired = new Deferred<>();
        Deferred<String> result = reactor.inline(() -> {
            String value = fired.await();
            return value + reactor.deferToThread(() -> " and more").await();
        });

        fired.callback("value");

        assertThat(result.await()).isEqualTo("value and more");
    }

    @Test
    void aStopLetsNobodyWaitOn() {
        Deferred<String> never = Deferred.on(reactor);
        Deferred<String> block = reactor.inline(never::await);

        reactor.stop();

        assertThatThrownBy(block::await).isInstanceOf(CancellationException.class);
        reactor.start();
        assertThat(reactor.inline(() -> 1).await()).isEqualTo(1);
    }

    private static final class Hearing extends Protocol {
        private final Deferred<String> heard = new Deferred<>();

        @Override
        public void dataReceived(Bytes data) {
            heard.callback(data.utf8());
        }
    }
}
