package io.jtwisted.samples.readme;

import io.jtwisted.net.ProtocolException;
import io.jtwisted.text.LineReceiver;
import io.jtwisted.text.Words;

/** Answers whether two people live together: two names in a line, one word out. */
final class Couple extends LineReceiver {
    private final Directory directory;

    Couple(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void lineReceived(String names) throws ProtocolException {
        String[] two = Words.of(names, 2);
        reactor()
                .inline(() -> {
                    String here = directory.find(two[0]).await();
                    String there = directory.find(two[1]).await();
                    sendLine(here.equals(there) ? "together" : "apart");
                })
                .otherwise(this::fail);
    }
}
