package io.jtwisted.flow;

import io.jtwisted.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A subscriber who writes down what he hears, and asks for as much as a test wants. */
class Asker implements Flow.Subscriber<Bytes> {
    final List<String> events = new ArrayList<>();
    private final long first;
    private Flow.@Nullable Subscription subscription;

    /** @param first how many he asks for at once; zero for none */
    Asker(long first) {
        this.first = first;
    }

    @Override
    public void onSubscribe(Flow.Subscription made) {
        subscription = made;
        events.add("subscribed");
        if (first > 0) {
            made.request(first);
        }
    }

    @Override
    public void onNext(Bytes piece) {
        events.add(piece.utf8());
    }

    @Override
    public void onError(Throwable failure) {
        events.add(failure.getClass().getSimpleName());
    }

    @Override
    public void onComplete() {
        events.add("complete");
    }

    Flow.Subscription subscription() {
        if (subscription == null) {
            throw new AssertionError("nobody was subscribed to");
        }
        return subscription;
    }

    void asks(long pieces) {
        subscription().request(pieces);
    }
}
