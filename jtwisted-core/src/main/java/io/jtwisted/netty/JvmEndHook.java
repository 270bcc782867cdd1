package io.jtwisted.netty;

/** Tells a reactor, while it runs, that the JVM ends. */
final class JvmEndHook {
    private final Runnable told;
    private final Thread thread;

    JvmEndHook(String name, Runnable told) {
        this.told = told;
        this.thread = new Thread(told, name);
    }

    void add() {
        try {
            Runtime.getRuntime().addShutdownHook(thread);
        } catch (IllegalStateException e) { // the JVM ends already, and calls no more hooks: it is told now
            told.run();
        }
    }

    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM ends: the hook was called, or will be, and finds a reactor that has stopped.
        }
    }
}
