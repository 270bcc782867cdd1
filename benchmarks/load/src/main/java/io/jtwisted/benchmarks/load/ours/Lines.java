package io.jtwisted.benchmarks.load.ours;

import io.jtwisted.text.LineReceiver;

/** Says each line back. */
final class Lines extends LineReceiver {

    @Override
    public void lineReceived(String line) {
        sendLine(line);
    }
}
