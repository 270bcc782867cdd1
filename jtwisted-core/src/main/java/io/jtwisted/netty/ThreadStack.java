package io.jtwisted.netty;

import java.util.List;

/** Where a thread was at a moment, in the form that logs understand. Never thrown. */
final class ThreadStack extends Exception {

    ThreadStack(String thread, List<StackTraceElement> elements) {
        super("what " + thread + " does");
        setStackTrace(elements.toArray(new StackTraceElement[0]));
    }
}
