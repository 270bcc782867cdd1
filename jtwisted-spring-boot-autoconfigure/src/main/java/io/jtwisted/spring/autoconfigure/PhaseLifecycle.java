package io.jtwisted.spring.autoconfigure;

import io.jtwisted.spring.JTwistedPhases;
import org.springframework.context.SmartLifecycle;

/** Starts and stops in a phase of its own, and runs on while a context pauses: its peers do not know of that. */
abstract class PhaseLifecycle implements SmartLifecycle {
    private final int phase;
    private volatile boolean running;

    /** @param phase one of {@link JTwistedPhases} */
    PhaseLifecycle(int phase) {
        this.phase = phase;
    }

    final void running(boolean now) {
        running = now;
    }

    @Override
    public final boolean isRunning() {
        return running;
    }

    @Override
    public final boolean isPauseable() {
        return false;
    }

    @Override
    public final int getPhase() {
        return phase;
    }
}
