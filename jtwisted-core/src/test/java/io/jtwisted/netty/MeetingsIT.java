package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.Meetings;
import io.jtwisted.net.Limits;
import io.jtwisted.testsupport.NoLeaks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Over sockets. */
@Tag("transports")
@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#ofEachKind")
@ExtendWith(NoLeaks.class)
@SuppressWarnings("NullAway.Init") // set before a test runs
class MeetingsIT extends Meetings {
    /** One for all tests of a way: to stop two reactors takes a while. */
    private static Rig rig;

    @Parameter
    Way way;

    @BeforeParameterizedClassInvocation
    static void start(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        rig.close();
    }

    @Override
    protected Peer meet(Listener protocol, Limits limits) throws Exception {
        rig.limits(limits).listen(() -> protocol);
        Remote remote = new Remote(protocol, rig.connect(new Recorder.Half()));
        assertThat(protocol.made.await(Recorder.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return remote;
    }

    /** Plays the peer with a client of ours. What it does has reached the loop of the other side after some passes. */
    private record Remote(Listener protocol, Recorder client) implements Peer {

        @Override
        public void sends(String text) {
            client.turn(sender -> sender.transport().write(text, StandardCharsets.UTF_8));
            client.get(() -> client);
        }

        @Override
        public void endsSending() {
            client.turn(sender -> sender.transport().loseWriteConnection());
            client.get(() -> client); // the turn has ended
        }

        @Override
        public void resets() {
            client.turn(sender -> sender.transport().abortConnection());
            client.get(() -> client);
        }

        @Override
        public String hearsToTheEnd() throws Exception {
            client.reason();
            return client.text();
        }

        @Override
        public void does(Runnable action) {
            protocol.reactor()
                    .call(() -> {
                        action.run();
                        return "done";
                    })
                    .await();
        }

        /** What it ends is waited for by {@link #settles}. */
        @Override
        public void passes(Duration time) {}

        @Override
        public void settles(Listener listener, int told) {
            long patience = System.nanoTime() + Recorder.PATIENCE.toNanos();
            while (listener.told.size() < told) {
                assertThat(System.nanoTime())
                        .as("waited in vain, told %s", listener.told)
                        .isLessThan(patience);
                does(() -> {});
            }
            for (int i = 0; i < 4; i++) {
                does(() -> {});
            }
        }
    }
}
