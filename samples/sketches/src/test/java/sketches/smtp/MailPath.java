package sketches.smtp;

import io.jtwisted.bytes.ByteSet;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.text.Cursor;

/** The path of MAIL and RCPT (RFC 5321, section 4.1.2): {@code <alice@example.org>}; empty for a bounce. */
record MailPath(String address) {
    private static final int LONGEST = 254;
    private static final ByteSet ADDRESS = ByteSet.range('!', '~').without(ByteSet.of("<>"));

    /** Takes it from where the cursor is. */
    static MailPath parse(Cursor cursor) throws ProtocolException {
        cursor.expect('<');
        String address = cursor.takeWhile(ADDRESS).utf8();
        cursor.expect('>');
        if (address.length() > LONGEST) {
            throw new ProtocolException("expected an address of at most " + LONGEST + " characters");
        }
        return new MailPath(address);
    }

    /** As it is sent. */
    @Override
    public String toString() {
        return "<" + address + ">";
    }
}
