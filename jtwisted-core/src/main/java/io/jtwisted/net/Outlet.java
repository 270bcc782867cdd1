package io.jtwisted.net;

/**
 * The sending half of a connection: how much is unsent, which producer that pauses, and when it is too much. Belongs to
 * the reactor's thread.
 */
final class Outlet {
    private final Limits limits;
    private final Timers timers;
    private final Account account;
    private final Producing producing;
    private long unsent;

    /** The longest message beyond the limit which waits, or waited since there was more than may wait. */
    private long oversize;

    Outlet(Limits limits, Timers timers, Account account, Border border) {
        this.limits = limits;
        this.timers = timers;
        this.account = account;
        this.producing = new Producing(border);
    }

    long unsent() {
        return unsent;
    }

    Producing producing() {
        return producing;
    }

    void register(ByteProducer producer) {
        producing.register(producer);
        if (unsent > limits.highWater()) {
            producing.pause();
        }
    }

    /**
     * This many bytes more wait to be sent; false if that is more than may wait. One message which is longer than the
     * limit does not count: when nothing waits before it, its length is no proof that the peer does not read.
     */
    boolean wrote(int bytes) {
        if (unsent == 0) {
            timers.waiting();
        }
        unsent += bytes;
        account.wrote(unsent);
        if (limits.unsent() > 0) {
            oversize = bytes > limits.unsent() ? Math.max(oversize, bytes) : oversize;
            if (unsent - oversize > limits.unsent()) {
                return false;
            }
        }
        if (unsent > limits.highWater()) {
            producing.pause();
        }
        return true;
    }

    /** This many bytes have left. */
    void sent(long bytes) {
        timers.sent();
        unsent -= bytes;
        if (unsent <= limits.unsent()) {
            oversize = 0;
        }
        account.sent(bytes, unsent);
        if (unsent <= limits.lowWater()) {
            producing.resume();
        }
    }
}
