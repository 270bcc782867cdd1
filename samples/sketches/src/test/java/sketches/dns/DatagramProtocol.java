package sketches.dns;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Address;

/** Hears the datagrams of one port, on its reactor. What it throws is the end of that datagram only. */
interface DatagramProtocol {

    void datagramReceived(UdpPort port, Bytes data, Address.Inet from) throws Exception;
}
