package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.testing.MemoryReactor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What is not a connection has a border, too: one protocol, many peers. */
class DatagramBorderTest {
    private static final Address PEER = new Address.Inet("192.0.2.7", 5353);

    private final MemoryReactor reactor = new MemoryReactor();
    private final List<String> told = new ArrayList<>();
    private final Port port =
            reactor.listen("tcp:53:name=names", () -> new Recorder()).await();
    private final Ledger ledger = reactor.connections().newLedger().of(port);
    private final DatagramBorder border = new DatagramBorder(this, ledger);

    DatagramBorderTest() {
        reactor.addListener(new ReactorListener() {
            @Override
            public void datagramFailed(Port of, @Nullable Address peer, Throwable cause) {
                told.add(of.name() + " " + peer + " " + cause.getMessage());
            }
        });
    }

    @Test
    void whatOneDatagramThrowsIsToldAndTheNextOneIsServed() {
        List<String> served = new ArrayList<>();

        border.tellOf(PEER, served, to -> {
            throw new ProtocolException("no question");
        });
        border.tellOf(PEER, served, to -> to.add("second"));

        assertThat(told).containsExactly("names 192.0.2.7:5353 no question");
        assertThat(served).containsExactly("second");
    }

    @Test
    void whatTheProtocolThrowsWithoutADatagramIsToldWithoutAPeer() {
        border.tell(this, protocol -> {
            throw new IllegalStateException("cannot start");
        });

        assertThat(told).containsExactly("names null cannot start");
    }

    @Test
    void bytesAreCountedForThePort() {
        ledger.received(100);
        ledger.sent(40);

        PortStatistics counted = Ledger.total(List.of(ledger));
        assertThat(counted.received()).isEqualTo(100);
        assertThat(counted.sent()).isEqualTo(40);
        assertThat(counted.opened()).isZero();
    }

    @Test
    void whereItIsWantedTheMdcNamesTheListenerAndThePeer() {
        Ledger withMdc =
                new Connections(reactor, new Listeners(), true).newLedger().of(port);
        List<String> seen = new ArrayList<>();

        new DatagramBorder(this, withMdc).tellOf(PEER, seen, to -> to.add(MDC.get("listener") + " " + MDC.get("peer")));

        assertThat(seen).containsExactly("names 192.0.2.7:5353");
        assertThat(MDC.get("peer")).isNull();
    }
}
