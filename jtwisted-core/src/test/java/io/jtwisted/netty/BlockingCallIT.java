package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jtwisted.defer.Deferred;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BlockingCallIT {
    @RegisterExtension
    final Reactors reactors = new Reactors(NettyReactor.Io.AUTO);

    @Test
    void itReturnsWhatTheCallReturnsOnTheLoop() {
        NettyReactor reactor = reactors.start();

        boolean onTheLoop = reactor.blockingCallFromThread(reactor::inLoop);

        assertThat(onTheLoop).isTrue();
    }

    @Test
    void itWaitsForADeferred() {
        NettyReactor reactor = reactors.start();

        String value = reactor.blockingCallFromThread(() -> {
            Deferred<String> later = new Deferred<>();
            reactor.callLater(Duration.ofMillis(1), () -> later.callback("later"));
            return later;
        });

        assertThat(value).isEqualTo("later");
    }

    @Test
    void whatTheCallThrowsIsThrownAsItIs() {
        NettyReactor reactor = reactors.start();
        IOException trouble = new IOException("trouble");

        assertThatThrownBy(() -> reactor.blockingCallFromThread(() -> {
                    throw trouble;
                }))
                .isSameAs(trouble);
        assertThatThrownBy(() -> reactor.blockingCallFromThread(() -> Deferred.fail(trouble)))
                .isSameAs(trouble);
    }

    @Test
    void onALoopItIsRefused() {
        NettyReactor reactor = reactors.start();
        NettyReactor other = reactors.start();

        assertThatThrownBy(reactor.call(() -> reactor.blockingCallFromThread(() -> 1))::await)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("blockingCallFromThread on a loop's thread would wait for itself: use call(...) there");
        assertThatThrownBy(reactor.call(() -> other.blockingCallFromThread(() -> 1))::await)
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anInterruptCancelsWhatIsWaitedFor() {
        NettyReactor reactor = reactors.start();
        Deferred<String> cancelled = Deferred.on(reactor);
        Thread.currentThread().interrupt();

        Throwable thrown = catchThrowable(
                () -> reactor.blockingCallFromThread(() -> new Deferred<String>(d -> cancelled.callback("cancelled"))));
        boolean flag = Thread.interrupted();

        assertThat(thrown).isInstanceOf(CancellationException.class).hasMessageContaining("interrupted");
        assertThat(flag).isTrue();
        assertThat(cancelled.await()).isEqualTo("cancelled");
    }

    @Test
    void onAStoppedReactorItDoesNotWait() {
        NettyReactor reactor = reactors.start();
        reactor.stop().await();

        assertThatThrownBy(() -> reactor.blockingCallFromThread(() -> 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has stopped");
    }
}
