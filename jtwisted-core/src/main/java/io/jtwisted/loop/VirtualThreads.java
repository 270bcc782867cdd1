package io.jtwisted.loop;

import java.util.concurrent.ThreadFactory;

/** Virtual threads (JEP 444), reached by reflection, because Java 17 does not have their classes. */
public final class VirtualThreads {

    private VirtualThreads() {}

    /** Whether this Java has them. */
    public static boolean available() {
        return Runtime.version().feature() >= 21;
    }

    /**
     * {@code Thread.ofVirtual().factory()}.
     *
     * @throws IllegalStateException before Java 21
     */
    public static ThreadFactory factory() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException e) { // in 19 and 20 it is there, and throws
            throw new IllegalStateException(
                    "virtual threads need Java 21, and this is Java "
                            + Runtime.version().feature(),
                    e);
        }
    }
}
