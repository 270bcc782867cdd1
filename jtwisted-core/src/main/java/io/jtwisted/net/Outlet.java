package io.jtwisted.net;

/**
 * The sending half of a connection: how much is unsent, whom that pauses, and when it is too much. Belongs to the
 * reactor's thread.
 */
final class Outlet {
    private final Limits limits;
    private final Timers timers;
    private final Account account;
    private final Producing producing;
    private long unsent;

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

    /** This many bytes more wait to be sent; false if that is more than may wait. */
    boolean wrote(int bytes) {
        if (unsent == 0) {
            timers.waiting();
        }
        unsent += bytes;
        account.wrote(unsent);
        if (limits.unsent() > 0 && unsent > limits.unsent()) {
            return false;
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
        account.sent(bytes, unsent);
        if (unsent <= limits.lowWater()) {
            producing.resume();
        }
    }
}
