package io.jtwisted.benchmarks.deferred;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;

/**
 * Chains of Netty's futures, which have none of their own: where a step needs the one before it, it gets a promise and
 * fires it. The executor is the one that calls at once, as ours does where there is no loop.
 */
final class NettyChain {

    private NettyChain() {}

    static Promise<Integer> promise() {
        return ImmediateEventExecutor.INSTANCE.newPromise();
    }

    /** A listener which looks at the value. */
    static FutureListener<Integer> look() {
        return done -> Work.next(done.getNow());
    }

    /** The last listener. */
    static FutureListener<Integer> keep(Work work) {
        return done -> work.keep(done.getNow());
    }

    /** What a step makes of a value; a failure passes. */
    static Future<Integer> next(Future<Integer> before) {
        Promise<Integer> after = promise();
        before.addListener((FutureListener<Integer>) done -> {
            if (done.isSuccess()) {
                after.setSuccess(Work.next(done.getNow()));
            } else {
                after.setFailure(done.cause());
            }
        });
        return after;
    }

    /** What a step makes of a failure; a value passes. */
    static Future<Integer> recover(Future<Integer> before, Work work) {
        Promise<Integer> after = promise();
        before.addListener((FutureListener<Integer>) done -> {
            if (done.isSuccess()) {
                after.setSuccess(done.getNow());
            } else {
                after.setSuccess(work.recover(done.cause()));
            }
        });
        return after;
    }
}
