package io.jtwisted.net;

/**
 * Marks a {@link Factory} (or a {@link Protocol} class, for the factory made for it) which may serve its connections on
 * several reactors of a {@link ReactorGroup} at once: it keeps nothing, or what it keeps is thread-safe. Only such a
 * factory is spread; all others live on the first reactor.
 */
public interface Sharable {}
