package sketches.banana;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.bytes.Inbox;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ProtocolException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Receives expressions: Bytes, BigInteger, Double, and lists of these. Reads in place, without recursion. */
abstract class Banana extends Protocol {
    private static final int LIST = 0x80;
    private static final int INTEGER = 0x81;
    private static final int STRING = 0x82;
    private static final int NEGATIVE = 0x83;
    private static final int FLOAT = 0x84;

    private static final int DIGITS = 64;
    private static final int LONGEST = 640 * 1024;
    private static final int MOST_ITEMS = 100_000;
    private static final int DEEPEST = 100;

    private final Inbox arrived = new Inbox();
    private final Deque<OpenList> open = new ArrayDeque<>();

    /** How many digits of the next token have arrived and were looked at. */
    private int digits;

    private record OpenList(int size, List<Object> items) {
        boolean isWhole() {
            return items.size() == size;
        }
    }

    abstract void expressionReceived(Object expression) throws Exception;

    @Override
    public final void dataReceived(Bytes data) throws Exception {
        arrived.add(data);
        deliver();
    }

    @Override
    protected final void readingResumed() throws Exception {
        deliver();
    }

    @Override
    protected final boolean keepsBytes() {
        return !arrived.isEmpty() || !open.isEmpty();
    }

    private void deliver() throws Exception {
        while (delivers() && deliverToken()) {}
        arrived.settle();
    }

    /** Takes one token; false if it has not arrived as a whole. */
    private boolean deliverToken() throws Exception {
        while (digits < arrived.length() && arrived.at(digits) >= 0) { // the highest bit is that of a kind
            digits++;
            if (digits > DIGITS) {
                throw new ProtocolException("expected a number of at most " + DIGITS + " digits");
            }
        }
        if (digits == arrived.length()) {
            return false;
        }
        int kind = arrived.at(digits) & 0xff;
        int body = body(kind);
        if (arrived.length() - digits - 1 < body) {
            return false;
        }
        BigInteger number = number();
        arrived.skip(digits + 1);
        digits = 0;
        token(kind, number, arrived.take(body));
        return true;
    }

    private int body(int kind) throws ProtocolException {
        return switch (kind) {
            case LIST, INTEGER, NEGATIVE -> 0;
            case STRING -> atMost(LONGEST);
            case FLOAT -> Double.BYTES;
            default -> throw new ProtocolException("expected a token, not one of kind " + kind);
        };
    }

    private void token(int kind, BigInteger number, Bytes body) throws Exception {
        switch (kind) {
            case LIST -> begin(atMost(number, MOST_ITEMS));
            case STRING -> item(body);
            case NEGATIVE -> item(number.negate());
            case FLOAT -> item(Double.longBitsToDouble(body.number(0, Double.BYTES)));
            default -> item(number);
        }
    }

    private void begin(int size) throws Exception {
        if (open.size() == DEEPEST) {
            throw new ProtocolException("expected lists in at most " + DEEPEST + " lists");
        }
        open.push(new OpenList(size, new ArrayList<>()));
        end();
    }

    private void item(Object value) throws Exception {
        if (open.isEmpty()) {
            expressionReceived(value);
        } else {
            open.element().items().add(value);
            end();
        }
    }

    private void end() throws Exception {
        while (!open.isEmpty() && open.element().isWhole()) {
            List<Object> whole = open.pop().items();
            if (open.isEmpty()) {
                expressionReceived(whole);
            } else {
                open.element().items().add(whole);
            }
        }
    }

    private int atMost(int limit) throws ProtocolException {
        return atMost(number(), limit);
    }

    private static int atMost(BigInteger number, int limit) throws ProtocolException {
        if (number.bitLength() >= Integer.SIZE || number.intValue() > limit) {
            throw new ProtocolException("expected a size of at most " + limit + ", not " + number);
        }
        return number.intValue();
    }

    /** The digit that came first is the least significant. */
    private BigInteger number() {
        BigInteger number = BigInteger.ZERO;
        for (int i = digits - 1; i >= 0; i--) {
            number = number.shiftLeft(7).or(BigInteger.valueOf(arrived.at(i)));
        }
        return number;
    }
}
