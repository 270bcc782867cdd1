package io.jtwisted.net;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Understands one prefix of endpoint strings. Found by {@link java.util.ServiceLoader}; a parser for a prefix which is
 * known already is an error.
 */
public interface EndpointParser {

    /** What stands before the first colon. */
    String prefix();

    /**
     * Makes a server endpoint; null if there is none of this kind.
     *
     * @param values the parts without an equals sign, in order and unescaped; without the prefix
     * @param options the parts with one, unescaped
     * @throws IllegalArgumentException with the part that is wrong, and what would be right
     */
    @Nullable ServerEndpoint server(List<String> values, Map<String, String> options);

    /** Makes a client endpoint; null if there is none of this kind. As {@link #server}. */
    @Nullable ClientEndpoint client(List<String> values, Map<String, String> options);
}
