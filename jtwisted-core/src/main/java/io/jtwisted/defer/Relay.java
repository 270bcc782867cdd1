package io.jtwisted.defer;

/** Waits at the end of an inner chain, on behalf of the link whose step returned it. */
final class Relay extends Deferred<Object> {

    Relay(Node inner, Node outer) {
        super(inner, outer);
    }

    Node outer() {
        return function();
    }
}
