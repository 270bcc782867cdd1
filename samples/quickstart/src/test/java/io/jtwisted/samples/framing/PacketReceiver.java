package io.jtwisted.samples.framing;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ProtocolException;

/**
 * A protocol made of packets as MQTT has them (MQTT 3.1.1, section 2.2): one byte for the kind, one to four bytes for
 * the length, then so many bytes.
 */
abstract class PacketReceiver extends Protocol {
    private static final int LIMIT = 65_536;
    private static final int LONGEST_LENGTH = 4;

    private final ByteQueue arrived = new ByteQueue();

    /** A packet arrived; its payload may be empty. */
    abstract void packetReceived(int kind, Bytes payload) throws Exception;

    /** Sends a packet. Any thread. */
    final void sendPacket(int kind, Bytes payload) {
        if (payload.length() > LIMIT) {
            throw new IllegalArgumentException("expected at most " + LIMIT + " bytes, not " + payload.length());
        }
        transport().write(head(kind, payload.length()).plus(payload)); // one write: no other thread comes in between
    }

    @Override
    public final void dataReceived(Bytes data) throws Exception {
        arrived.add(data);
        deliver();
    }

    @Override
    protected final void readingResumed() throws Exception {
        deliver();
    }

    private void deliver() throws Exception {
        while (delivers() && deliverNext()) {}
    }

    @Override
    protected final boolean keepsBytes() {
        return !arrived.isEmpty();
    }

    /** Delivers one packet; false if it has not arrived completely. */
    private boolean deliverNext() throws Exception {
        int length = 0;
        for (int i = 1; i < arrived.length(); i++) {
            length |= (arrived.at(i) & 0x7f) << (7 * (i - 1));
            if (arrived.at(i) >= 0) { // the highest bit is not set: this was the last byte of the length
                return deliver(1 + i, length);
            }
            if (i == LONGEST_LENGTH) {
                throw new ProtocolException("expected a length of at most " + LONGEST_LENGTH + " bytes");
            }
        }
        return false;
    }

    private boolean deliver(int head, int length) throws Exception {
        if (length > LIMIT) {
            throw new ProtocolException("expected a packet of at most " + LIMIT + " bytes, not " + length);
        }
        if (arrived.length() < head + length) {
            return false;
        }
        int kind = arrived.at(0) & 0xff;
        arrived.skip(head);
        packetReceived(kind, arrived.take(length));
        return true;
    }

    private static Bytes head(int kind, int length) {
        byte[] head = new byte[1 + LONGEST_LENGTH];
        head[0] = (byte) kind;
        int end = 1;
        int rest = length;
        while (rest > 0x7f) {
            head[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        head[end++] = (byte) rest;
        return Bytes.wrap(head).slice(0, end);
    }
}
