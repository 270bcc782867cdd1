package sketches.dns;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Address;
import io.jtwisted.net.ProtocolException;

/** A datagram for each message. */
record DnsOverUdp(Authority authority) implements DatagramProtocol {

    @Override
    public void datagramReceived(UdpPort port, Bytes query, Address.Inet from) throws ProtocolException {
        authority
                .answer(port.reactor(), query)
                .tap(answer -> port.send(answer, from))
                .otherwise(failure -> port.failed(from, failure));
    }
}
