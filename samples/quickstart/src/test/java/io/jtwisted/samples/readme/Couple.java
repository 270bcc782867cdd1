package io.jtwisted.samples.readme;

import io.jtwisted.text.LineReceiver;

/** Answers whether two people live together: two names in a line, one word out. */
final class Couple extends LineReceiver {
    private final Directory directory;

    Couple(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void lineReceived(String names) {
        String[] two = names.split(" ", 2);
        reactor()
                .inline(() -> {
                    String here = directory.find(two[0]).await();
                    String there = directory.find(two[1]).await();
                    sendLine(here.equals(there) ? "together" : "apart");
                })
                .otherwise(this::fail);
    }
}
