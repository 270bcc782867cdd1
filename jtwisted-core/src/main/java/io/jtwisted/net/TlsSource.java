package io.jtwisted.net;

/**
 * Knows keys by name. Asked when a port opens, a client connects or a bundle is reloaded, on a thread which may block,
 * and by {@link Transport#startTls} on the reactor. Any number of threads may ask at once.
 */
@FunctionalInterface
public interface TlsSource {

    /**
     * The keys of this name.
     *
     * @throws IllegalArgumentException if there are none, with what would be right
     */
    TlsKeys keys(String bundle);

    /** Knows none. */
    static TlsSource none() {
        return bundle -> {
            throw new IllegalArgumentException("this reactor has no source of TLS bundles, so not of '" + bundle
                    + "': give the reactor a TlsSource, or use cert= and key= instead of bundle=");
        };
    }
}
