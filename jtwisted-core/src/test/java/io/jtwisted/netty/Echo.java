package io.jtwisted.netty;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Protocol;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/** Sends back what it gets, or waits for what it has said to come back. */
class Echo extends Protocol {
    final CompletableFuture<CloseReason> lost = new CompletableFuture<>();
    private final ArrayDeque<Deferred<String>> waiting = new ArrayDeque<>();

    /** Says something short to the other side; fires with what that says. */
    final Deferred<String> say(String text) {
        return reactor().call(() -> {
            Deferred<String> answer = new Deferred<>();
            waiting.add(answer);
            transport().write(Bytes.utf8(text));
            return answer;
        });
    }

    @Override
    public void dataReceived(Bytes data) {
        Deferred<String> answer = waiting.poll();
        if (answer == null) {
            transport().write(data);
        } else {
            answer.callback(data.utf8());
        }
    }

    @Override
    public void connectionLost(CloseReason reason) {
        lost.complete(reason);
    }
}
