package io.jtwisted.flow;

import io.jtwisted.bytes.Bytes;
import java.util.concurrent.Flow;

/** Publishes the same piece so many times, at once where it is asked, never one inside another. */
record Times(Bytes piece, long count) implements Flow.Publisher<Bytes> {

    @Override
    public void subscribe(Flow.Subscriber<? super Bytes> subscriber) {
        subscriber.onSubscribe(new Flow.Subscription() {
            private long left = count;
            private long asked;
            private boolean giving;

            @Override
            public void request(long pieces) {
                asked += pieces;
                if (giving) {
                    return;
                }
                giving = true;
                while (asked > 0 && left > 0) {
                    asked--;
                    left--;
                    subscriber.onNext(piece);
                    if (left == 0) {
                        subscriber.onComplete();
                    }
                }
                giving = false;
            }

            @Override
            public void cancel() {
                left = 0;
            }
        });
    }
}
