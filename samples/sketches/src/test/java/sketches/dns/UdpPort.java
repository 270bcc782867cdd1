package sketches.dns;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.Shared;
import io.jtwisted.net.Address;
import io.jtwisted.net.ConnectionStatistics;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Port;
import io.jtwisted.net.PortStatistics;
import io.jtwisted.net.Reactor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP socket as a port of any reactor: it counts, has a name, and ends with the reactor. A thread reads from it, and
 * reads on when the reactor has taken the datagram before.
 */
final class UdpPort implements Port {
    private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);
    private static final int LONGEST = 65_535;

    private final Reactor reactor;
    private final DatagramChannel channel;
    private final DatagramProtocol protocol;
    private final Address.Inet host;
    private final Ledger ledger;
    private final Deferred<Port> gone;
    private final Shared<Port> closed;
    private boolean open = true;

    private UdpPort(Reactor reactor, DatagramChannel channel, DatagramProtocol protocol) throws IOException {
        this.reactor = reactor;
        this.channel = channel;
        this.protocol = protocol;
        this.host = Address.Inet.of((InetSocketAddress) channel.getLocalAddress());
        this.ledger = reactor.connections().newLedger().of(this);
        this.gone = Deferred.on(reactor);
        this.closed = Shared.of(gone);
    }

    /** Listens there. Fires when it does. */
    static Deferred<UdpPort> listen(Reactor reactor, InetSocketAddress address, DatagramProtocol protocol) {
        return reactor.call(() -> {
            UdpPort port = new UdpPort(reactor, DatagramChannel.open().bind(address), protocol);
            reactor.connections().opened(port);
            Thread reader = new Thread(port::read, "udp-" + port.host.port());
            reader.setDaemon(true);
            reader.start();
            return port;
        });
    }

    Reactor reactor() {
        return reactor;
    }

    /** Sends it at once, and drops it if there is no room. */
    void send(Bytes data, Address.Inet to) throws IOException {
        if (open) {
            ledger.sent(channel.send(data.asByteBuffer(), to.toSocketAddress()));
        }
    }

    /** A datagram from there could not be answered. */
    void failed(Address.Inet from, Throwable cause) {
        ledger.log(from, () -> LOG.debug("no answer: {}", cause.toString()));
    }

    /** On a thread of its own. */
    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST);
        try {
            while (channel.isOpen()) {
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer.clear());
                Bytes data = Bytes.copyOf(buffer.flip());
                reactor.blockingCallFromThread(() -> received(data, Address.Inet.of(from)));
            }
        } catch (IOException | RuntimeException e) { // the channel is closed, or the reactor has ended
            reactor.call(this::close).otherwise(ended -> close());
        }
    }

    @SuppressWarnings("CatchingUnchecked") // the border: one datagram must not end the others
    private void received(Bytes data, Address.Inet from) {
        if (!open) {
            return;
        }
        ledger.received(data.length());
        try {
            protocol.datagramReceived(this, data, from);
        } catch (Exception e) {
            failed(from, e);
        }
    }

    private void close() {
        if (open) {
            open = false;
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("{}", this, e);
            }
            reactor.connections().closed(this);
            gone.callback(this);
        }
    }

    @Override
    public Address host() {
        return host;
    }

    @Override
    public String name() {
        return "udp " + host;
    }

    @Override
    public int connections() {
        return 0;
    }

    @Override
    public PortStatistics statistics() {
        return Ledger.total(List.of(ledger));
    }

    @Override
    public Deferred<List<ConnectionStatistics>> connectionStatistics() {
        return Deferred.succeed(List.of());
    }

    @Override
    public Deferred<Port> stopListening() {
        reactor.call(this::close).otherwise(ended -> close());
        return closed();
    }

    @Override
    public Deferred<Integer> drain(Duration patience) {
        return stopListening().addCallback(port -> 0);
    }

    @Override
    public Deferred<Port> closed() {
        return reactor.call(closed::get);
    }

    @Override
    public String toString() {
        return name();
    }
}
