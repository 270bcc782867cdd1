package sketches.socks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.bytes.Inbox;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.TransportException;

/** The handshake of a SOCKS5 client without a login; then the connection belongs to another protocol. */
final class SocksHandshake extends Protocol {
    private static final int VERSION = 5;
    private static final int CONNECT = 1;
    private static final int NAME = 3;
    private static final int IPV4 = 1;
    private static final int IPV6 = 4;

    private enum State {
        METHOD,
        REPLY,
        DONE
    }

    private final Deferred<Protocol> done =
            new Deferred<>(cancelled -> transport().abortConnection());
    private final Inbox arrived = new Inbox();
    private final String host;
    private final int port;
    private final Protocol next;
    private State state = State.METHOD;

    SocksHandshake(String host, int port, Protocol next) {
        this.host = host;
        this.port = port;
        this.next = next;
    }

    /** Fires when the next protocol is connected. */
    Deferred<Protocol> done() {
        return done;
    }

    @Override
    public void connectionMade() {
        transport().write(Bytes.of((byte) VERSION, (byte) 1, (byte) 0)); // one method: no login
    }

    @Override
    public void dataReceived(Bytes data) throws ProtocolException {
        arrived.add(data);
        if (state == State.METHOD && arrived.length() >= 2) {
            methodReceived();
        }
        if (state == State.REPLY && arrived.length() >= 5 && arrived.length() >= replyLength()) {
            replyReceived();
        }
    }

    private void methodReceived() throws ProtocolException {
        if (arrived.at(0) != VERSION || arrived.at(1) != 0) {
            throw new ProtocolException("expected a proxy that wants no login");
        }
        arrived.skip(2);
        Bytes name = Bytes.of(host, US_ASCII);
        transport()
                .write(Bytes.of((byte) VERSION, (byte) CONNECT, (byte) 0, (byte) NAME, (byte) name.length())
                        .plus(name)
                        .plus(Bytes.of((byte) (port >> 8), (byte) port)));
        state = State.REPLY;
    }

    private int replyLength() throws ProtocolException {
        return switch (arrived.at(3)) {
            case IPV4 -> 10;
            case IPV6 -> 22;
            case NAME -> 7 + (arrived.at(4) & 0xff);
            default -> throw new ProtocolException("expected an address, not one of type " + arrived.at(3));
        };
    }

    private void replyReceived() throws ProtocolException {
        if (arrived.at(1) != 0) {
            throw new ProtocolException("the proxy refused to connect: " + arrived.at(1));
        }
        arrived.skip(replyLength());
        state = State.DONE;
        transport().become(next, arrived.takeAll());
        done.callback(next);
    }

    @Override
    public void connectionLost(CloseReason reason) {
        Throwable cause = reason.cause();
        done.errback(cause != null ? cause : new TransportException("the proxy hung up"));
    }
}
