package io.jtwisted.netty;

import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells other threads whether a loop works or waits, for the price of a store or two a pass: a number which is another
 * in each pass, odd while the loop works, even while it waits for the network. Written by the loop, read by any thread.
 */
final class Pulse {
    private final AtomicLong number = new AtomicLong();

    /** The number now. */
    long get() {
        return number.getOpaque();
    }

    static boolean isAtWork(long number) {
        return (number & 1) != 0;
    }

    /** The loop begins a pass. */
    void newPass() {
        number.setOpaque((number.getPlain() | 1) + 2);
    }

    /** The loop has nothing to do. */
    void waits() {
        long now = number.getPlain();
        if (isAtWork(now)) {
            number.setOpaque(now + 1);
        }
    }

    private void works() {
        long now = number.getPlain();
        if (!isAtWork(now)) {
            number.setOpaque(now + 1);
        }
    }

    /** The same way to the network, on which this is felt. */
    IoHandlerFactory in(IoHandlerFactory network) {
        return executor -> new Felt(network.newHandler(executor));
    }

    /**
     * Netty waits for the network and serves it in one call. It asks whether it may wait before it does, and whether
     * Netty asks how long the network may keep it busy before it serves: we listen to its questions.
     */
    private final class Felt extends ForwardingIoHandler {
        private final Questions questions = new Questions();

        Felt(IoHandler netty) {
            super(netty);
        }

        @Override
        public int run(IoHandlerContext context) {
            try {
                return super.run(questions.to(context));
            } finally {
                works();
            }
        }
    }

    private final class Questions implements IoHandlerContext {
        private IoHandlerContext asked = this;

        Questions to(IoHandlerContext context) {
            asked = context;
            return this;
        }

        @Override
        public boolean canBlock() {
            boolean mayWait = asked.canBlock();
            if (mayWait) {
                waits();
            }
            return mayWait;
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            works();
            return asked.shouldReportActiveIoTime();
        }

        @Override
        public void reportActiveIoTime(long nanos) {
            asked.reportActiveIoTime(nanos);
        }

        @Override
        public long delayNanos(long now) {
            return asked.delayNanos(now);
        }

        @Override
        public long deadlineNanos() {
            return asked.deadlineNanos();
        }
    }
}
