package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Address ALICE = new Address.Inet("192.0.2.1", 1000);
    private static final Address ALICE_AGAIN = new Address.Inet("192.0.2.1", 1001);
    private static final Address BOB = new Address.Inet("2001:db8::1", 1000);
    private static final Address LOCAL = new Address.Unix("");

    @Test
    void nobodyIsRefusedWhereThereIsNoLimit() {
        Admission admission = new Admission(Limits.client());

        assertThat(admission.enter(ALICE)).isNull();
        assertThat(admission.enter(ALICE_AGAIN)).isNull();
        assertThat(admission.inside()).isEqualTo(2);
        assertThat(admission.isFull()).isFalse();
        assertThat(admission.asksForAddress()).isFalse();
    }

    @Test
    void whoLeavesMakesRoom() {
        Admission admission = new Admission(Limits.client().connections(2));
        admission.enter(ALICE);
        admission.enter(BOB);

        assertThat(admission.enter(LOCAL)).isEqualTo(Refusal.CONNECTIONS);
        assertThat(List.of(admission.leave(ALICE), admission.leave(BOB))).containsExactly(true, false);
        assertThat(admission.inside()).isZero();
        assertThat(admission.enter(LOCAL)).isNull();
    }

    @Test
    void oneAddressIsCountedWhateverItsPort() {
        Admission admission = new Admission(Limits.client().connectionsPerAddress(1));
        admission.enter(ALICE);

        assertThat(admission.enter(ALICE_AGAIN)).isEqualTo(Refusal.CONNECTIONS_PER_ADDRESS);
        assertThat(admission.enter(BOB)).isNull();
        admission.leave(ALICE);
        assertThat(admission.enter(ALICE_AGAIN)).isNull();
        assertThat(admission.inside()).isEqualTo(2);
    }

    @Test
    void unixSocketsHaveNoAddressToCount() {
        Admission admission = new Admission(Limits.client().connectionsPerAddress(1));

        assertThat(admission.enter(LOCAL)).isNull();
        assertThat(admission.enter(LOCAL)).isNull();
    }

    @Test
    void theyMayLeaveOnAnyThread() {
        Admission admission = new Admission(Limits.client().connections(1000).connectionsPerAddress(1000));
        AtomicInteger madeRoom = new AtomicInteger();
        IntStream.range(0, 1000).forEach(i -> admission.enter(ALICE));

        IntStream.range(0, 1000).parallel().forEach(i -> madeRoom.addAndGet(admission.leave(ALICE) ? 1 : 0));

        assertThat(madeRoom).hasValue(1);
        assertThat(admission.inside()).isZero();
        assertThat(IntStream.range(0, 1000).mapToObj(i -> admission.enter(ALICE)))
                .containsOnlyNulls();
    }
}
