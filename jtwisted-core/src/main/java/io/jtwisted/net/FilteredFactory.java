package io.jtwisted.net;

import org.jspecify.annotations.Nullable;

/** A factory in front of another one. What is asked of it that it does not filter is the other one's. */
class FilteredFactory implements Factory {
    private final Factory inner;
    private final Filter filter;

    /** What becomes of a peer. */
    @FunctionalInterface
    interface Filter {
        @Nullable
        Protocol build(Address peer, Factory inner) throws Exception;
    }

    private FilteredFactory(Factory inner, Filter filter) {
        this.inner = inner;
        this.filter = filter;
    }

    /** In front of this one; on several reactors where this one may be. */
    static Factory of(Factory inner, Filter filter) {
        return inner instanceof Sharable ? new OnSeveral(inner, filter) : new FilteredFactory(inner, filter);
    }

    @Override
    public @Nullable Protocol buildProtocol(Address peer) throws Exception {
        return filter.build(peer, inner);
    }

    @Override
    public Limits usual() {
        return inner.usual();
    }

    @Override
    public void startFactory() throws Exception {
        inner.startFactory();
    }

    @Override
    public void stopFactory() throws Exception {
        inner.stopFactory();
    }

    @Override
    public String toString() {
        return inner.toString();
    }

    private static final class OnSeveral extends FilteredFactory implements Sharable {
        OnSeveral(Factory inner, Filter filter) {
            super(inner, filter);
        }
    }
}
