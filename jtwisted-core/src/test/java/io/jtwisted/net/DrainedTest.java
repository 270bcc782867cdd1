package io.jtwisted.net;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Code that writes in steps waits until there is room for the next. */
class DrainedTest {
    private static final int FULL = 200_000;

    private final MemoryReactor reactor = new MemoryReactor();
    private final Recorder protocol = new Recorder();
    private final MemoryPeer peer = reactor.dial(() -> protocol);

    @Test
    void itFiresAtOnceWhileLittleIsUnsent() {
        peer.stopsReading();

        assertThat(protocol.transport().drained()).succeededWith(protocol.transport());
        protocol.transport().write(Bytes.of(new byte[65_536 + 32_768])); // the first of these are the kernel's
        assertThat(protocol.transport().drained()).succeededWith(protocol.transport());
    }

    @Test
    void itFiresAtTheLowMarkAndNotBefore() {
        Connection connection = (Connection) protocol.transport();
        reactor.call(() -> {
                    connection.write(Bytes.of(new byte[65_537]));
                    Deferred<Transport> drained = connection.drained();

                    connection.sent(65_537 - 32_769);
                    assertThat(drained).isPending();

                    connection.sent(1);
                    assertThat(drained).succeededWith(connection);
                })
                .otherwise(e -> assertThat(e).isNull());
    }

    @Test
    void oneThatFillsItAgainWaitsForTheNextTime() {
        AtomicInteger times = new AtomicInteger();
        peer.stopsReading();
        protocol.transport().write(Bytes.of(new byte[FULL]));
        protocol.transport()
                .drained()
                .chainCallback(none -> {
                    times.incrementAndGet();
                    protocol.transport().write(Bytes.of(new byte[FULL]));
                    return protocol.transport().drained();
                })
                .tap(none -> times.incrementAndGet())
                .otherwise(protocol::fail);
        assertThat(times).hasValue(0);

        peer.readsAgain();

        assertThat(times).hasValue(2);
        assertThat(peer.hearsBytes().length()).isEqualTo(2 * FULL);
    }

    @Test
    void itFailsWhenTheConnectionIsLost() {
        peer.stopsReading();
        protocol.transport().write(Bytes.of(new byte[FULL]));
        Deferred<Transport> drained = protocol.transport().drained();

        peer.resets();

        assertThat(drained)
                .failedWith(TransportException.class)
                .hasMessage("the connection ended before what was written had left");
    }

    @Test
    void itFailsAtOnceWhenTheConnectionHasBeenLost() {
        peer.hangsUp();

        assertThat(protocol.transport().drained()).failedWith(TransportException.class);
    }

    @Test
    void aCancelledOneIsForgottenAndTheOthersFire() {
        peer.stopsReading();
        protocol.transport().write(Bytes.of(new byte[FULL]));
        Deferred<Transport> one = protocol.transport().drained();
        Deferred<Transport> other = protocol.transport().drained();

        one.cancel();
        peer.readsAgain();

        assertThat(one).failedWith(CancellationException.class);
        assertThat(other).succeededWith(protocol.transport());
    }
}
