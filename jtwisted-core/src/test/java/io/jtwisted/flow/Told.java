package io.jtwisted.flow;

import io.jtwisted.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A publisher who does what a test tells him, and writes down what he is asked for. */
final class Told implements Flow.Publisher<Bytes>, Flow.Subscription {
    final List<String> events = new ArrayList<>();
    private Flow.@Nullable Subscriber<? super Bytes> subscriber;

    @Override
    public void subscribe(Flow.Subscriber<? super Bytes> interested) {
        subscriber = interested;
        interested.onSubscribe(this);
    }

    @Override
    public void request(long pieces) {
        events.add("asked for " + pieces);
    }

    @Override
    public void cancel() {
        events.add("cancelled");
    }

    Flow.Subscriber<? super Bytes> subscriber() {
        if (subscriber == null) {
            throw new AssertionError("nobody subscribed");
        }
        return subscriber;
    }

    void gives(Bytes piece) {
        events.add("gave");
        subscriber().onNext(piece);
    }
}
