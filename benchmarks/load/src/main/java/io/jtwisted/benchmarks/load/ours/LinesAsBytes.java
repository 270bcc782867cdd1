package io.jtwisted.benchmarks.load.ours;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.text.LineReceiver;

/** Says each line back, without making a String of it. */
final class LinesAsBytes extends LineReceiver {
    private static final Bytes CRLF = Bytes.utf8("\r\n");

    @Override
    protected void lineReceived(Bytes data, int from, int to) {
        transport().write(data.slice(from, to));
        transport().write(CRLF);
    }
}
