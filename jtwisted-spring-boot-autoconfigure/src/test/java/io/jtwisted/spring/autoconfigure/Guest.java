package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.text.LineReceiver;
import java.util.ArrayList;
import java.util.List;

/** A client that keeps the lines that it hears. */
class Guest extends LineReceiver {
    final List<String> lines = new ArrayList<>();
    final Deferred<CloseReason> gone = new Deferred<>();

    @Override
    public void lineReceived(String line) {
        lines.add(line);
    }

    @Override
    public void connectionLost(CloseReason reason) {
        gone.callback(reason);
    }
}
