package io.jtwisted.benchmarks.load.spring;

import io.jtwisted.spring.ProtocolHandler;
import io.jtwisted.text.LineReceiver;

/** Says each line back: a new bean for each connection. */
@ProtocolHandler("load")
final class Lines extends LineReceiver {

    @Override
    public void lineReceived(String line) {
        sendLine(line);
    }
}
