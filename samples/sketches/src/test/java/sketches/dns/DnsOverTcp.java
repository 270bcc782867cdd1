package sketches.dns;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.frames.FrameReceiver;
import io.jtwisted.net.ProtocolException;

/** A message after its length of two bytes. Answers may overtake each other (RFC 7766, section 6.2.1.1). */
final class DnsOverTcp extends FrameReceiver {
    private static final int LONGEST = 65_535;

    private final Authority authority;

    DnsOverTcp(Authority authority) {
        super(2);
        setFrameLimit(LONGEST);
        this.authority = authority;
    }

    @Override
    public void frameReceived(Bytes query) throws ProtocolException {
        authority.answer(reactor(), query).tap(this::sendFrame).otherwise(this::fail);
    }
}
