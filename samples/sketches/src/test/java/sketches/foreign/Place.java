package sketches.foreign;

import io.jtwisted.net.Address;
import io.jtwisted.net.Limits;
import io.jtwisted.net.TlsSession;
import io.jtwisted.net.Transport;
import org.jspecify.annotations.Nullable;

/** What the transport below has to say about itself, asked on its own thread. */
record Place(
        Address peer, Address host, Limits limits, @Nullable TlsSession tls) {

    static Place of(Transport transport) {
        return new Place(
                transport.peer(), transport.host(), transport.limits(), transport.secure() ? transport.tls() : null);
    }
}
