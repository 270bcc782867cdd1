package io.jtwisted.samples.readme;

import io.jtwisted.text.LineReceiver;
import java.time.Duration;
import java.util.NoSuchElementException;

/** Answers a name with a place: one line in, one line out. */
final class WhoIs extends LineReceiver {
    private final Directory directory;

    WhoIs(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void lineReceived(String name) {
        directory
                .find(name)
                .addErrback(NoSuchElementException.class, failure -> "not found")
                .addTimeout(Duration.ofSeconds(5))
                .tap(this::sendLine)
                .otherwise(this::fail);
    }
}
