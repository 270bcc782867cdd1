package io.jtwisted.defer;

import java.util.List;

/** All of several Deferreds failed. Twisted: {@code FailureGroup}. */
public final class FailureGroupException extends Exception {
    private final List<Throwable> failures;

    FailureGroupException(List<Throwable> failures) {
        super("none of " + failures.size() + " succeeded");
        this.failures = failures;
        failures.forEach(this::addSuppressed); // so that a log shows them
    }

    /** Why they failed, in the order of the Deferreds. */
    public List<Throwable> failures() {
        return failures;
    }
}
