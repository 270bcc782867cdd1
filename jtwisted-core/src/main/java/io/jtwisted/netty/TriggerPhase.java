package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.SystemEvent;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wait for the triggers of one phase. It has no limit, as in Twisted, until the reactor is to stop. */
final class TriggerPhase {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);

    private final Reactor reactor;
    private final SystemEvent event;
    private final Deferred<SystemEvent> triggers;
    private final Deferred<SystemEvent> over;
    private @Nullable DelayedCall limit;
    private boolean isOver;

    /** @param triggers fires when the Deferreds of all triggers have */
    TriggerPhase(Reactor reactor, SystemEvent event, Deferred<SystemEvent> triggers) {
        this.reactor = reactor;
        this.event = event;
        this.over = Deferred.on(reactor);
        this.triggers = triggers.always(this::end).addErrback(CancellationException.class, cancelled -> event);
    }

    /** Fires when no trigger is waited for any more. */
    Deferred<SystemEvent> over() {
        return over;
    }

    /** When this much time has passed, triggers that are still waited for are cancelled, and left alone. */
    void limit(Duration longest) {
        if (!isOver) {
            limit = reactor.callLater(longest, this::giveUp);
        }
    }

    private void giveUp() {
        limit = null;
        LOG.warn("{} stops all the same: a {} trigger returned a Deferred that does not fire", reactor, event);
        triggers.cancel();
        end(); // also if the work goes on in spite of the cancel
    }

    private void end() {
        if (isOver) {
            return;
        }
        isOver = true;
        if (limit != null) {
            limit.cancel();
        }
        over.callback(event);
    }
}
