package io.jtwisted.spring;

import org.springframework.context.SmartLifecycle;

/**
 * When the parts of JTwisted start and stop, for beans which want to be before or after one of them. Low phases start
 * first and stop last.
 */
public final class JTwistedPhases {

    /** Reactors start, and stop after everything that needs them. */
    public static final int REACTOR = SmartLifecycle.DEFAULT_PHASE - 3072;

    /** Beans that are services start before the beans that may need them, and stop after them. */
    public static final int SERVICES = SmartLifecycle.DEFAULT_PHASE - 2560;

    /** Ports open when the context is up, together with Boot's web server. */
    public static final int LISTENERS = SmartLifecycle.DEFAULT_PHASE - 2048;

    /** Ports close and protocols say goodbye, while Boot's web server answers its last requests. */
    public static final int DRAIN = SmartLifecycle.DEFAULT_PHASE - 1024;

    /**
     * Readiness is down already, and everything is still served: until the load balancers have noticed. Before
     * the web server drains, because it is the one that is asked for readiness.
     */
    public static final int PRE_DRAIN = SmartLifecycle.DEFAULT_PHASE - 512;

    private JTwistedPhases() {}
}
