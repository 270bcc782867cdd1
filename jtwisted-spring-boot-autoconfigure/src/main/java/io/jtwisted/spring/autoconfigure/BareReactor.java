package io.jtwisted.spring.autoconfigure;

/** A bean asks for "the" reactor, and a handler lives on another one. {@link BareReactorAnalyzer} says what to do. */
final class BareReactor extends IllegalStateException {
    private final String listener;
    private final String reactor;
    private final String first;

    /**
     * @param reactor the one that this listener was given
     * @param first the one that the bean would get
     */
    BareReactor(String listener, String reactor, String first) {
        super("a Reactor which is injected without a name is " + first + ", and the handler of listener '" + listener
                + "' lives on " + reactor + ": inject ListenerRegistry, and ask it for reactor(\"" + listener + "\")");
        this.listener = listener;
        this.reactor = reactor;
        this.first = first;
    }

    String listener() {
        return listener;
    }

    String reactor() {
        return reactor;
    }

    String first() {
        return first;
    }
}
