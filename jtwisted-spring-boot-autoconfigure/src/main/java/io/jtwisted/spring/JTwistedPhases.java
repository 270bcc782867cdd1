package io.jtwisted.spring;

import org.springframework.context.SmartLifecycle;

/**
 * When the parts of JTwisted start and stop, for beans which want to be before or after one of them. Low phases start
 * first and stop last.
 */
public final class JTwistedPhases {

    /** Reactors start, and stop after everything that needs them. */
    public static final int REACTOR = SmartLifecycle.DEFAULT_PHASE - 3072;

    /** Ports open when the context is up, together with Boot's web server, and close before it goes down. */
    public static final int LISTENERS = SmartLifecycle.DEFAULT_PHASE - 2048;

    private JTwistedPhases() {}
}
