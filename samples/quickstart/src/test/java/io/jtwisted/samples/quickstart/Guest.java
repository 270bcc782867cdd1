package io.jtwisted.samples.quickstart;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.text.LineReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the chat room, which a test asks from its own thread what it heard. */
final class Guest extends LineReceiver {
    private static final int PATIENCE_SECONDS = 20;

    final Deferred<CloseReason> gone = new Deferred<>();

    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    Guest() {
        setDelimiter(Bytes.utf8("\n"));
    }

    /** The next lines, as soon as so many are there. */
    List<String> hears(int lines) {
        List<String> next = new ArrayList<>();
        try {
            for (String line;
                    next.size() < lines && (line = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) != null; ) {
                next.add(line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return next;
    }

    @Override
    public void lineReceived(String line) {
        heard.add(line);
    }

    @Override
    public void connectionLost(CloseReason reason) {
        gone.callback(reason);
    }
}
