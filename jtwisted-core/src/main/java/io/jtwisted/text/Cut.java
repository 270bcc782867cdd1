package io.jtwisted.text;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.bytes.Inbox;
import io.jtwisted.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/** Cuts a stream out of what arrives, which has more behind it. */
interface Cut {

    /** What of the bytes here, of which there is one at least, belongs to the stream; perhaps nothing. Uses one at least. */
    Bytes from(Inbox inbox);

    /** Whether the stream is over. */
    boolean complete();

    /** What is wrong with the stream so far; null if nothing is. */
    @Nullable
    ProtocolException complaint();

    /** How far it is, such as {@code after 3 of 5 bytes}. */
    String progress();

    /** A stream of this many bytes. */
    static Cut ofLength(long length) {
        return new Cut() {
            private long left = length;

            @Override
            public Bytes from(Inbox inbox) {
                int count = (int) Math.min(left, inbox.length());
                left -= count;
                return count == inbox.length() ? inbox.takeAll() : inbox.take(count);
            }

            @Override
            public boolean complete() {
                return left == 0;
            }

            @Override
            public @Nullable ProtocolException complaint() {
                return null;
            }

            @Override
            public String progress() {
                return "after " + (length - left) + " of " + length + " bytes";
            }
        };
    }
}
