package io.jtwisted.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/** Knows how it went when the certificates of SSL bundles were replaced. For any thread. */
interface TlsReloadResults {

    /** How it went so far with this bundle; zeros for one which never changed. */
    Result of(String bundle);

    /**
     * What became of a bundle's changes.
     *
     * @param failures how many were refused; the certificate before them stayed
     * @param lastFailure why the last change was refused; null if it was not
     */
    record Result(long successes, long failures, @Nullable String lastFailure) {
        static final Result NONE = new Result(0, 0, null);
    }
}
