package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.TlsSession;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A protocol for the thread of a test: says what it is told, and hands over what it hears. */
class Talk extends Protocol {
    private static final long PATIENCE = 20;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Talk> made = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private volatile @Nullable TlsSession session;

    @Override
    public void connectionMade() throws Exception {
        if (transport().secure()) {
            session = transport().tls();
        }
        made.complete(this);
    }

    /** Waits until it is connected. */
    Talk made() throws Exception {
        return made.get(PATIENCE, TimeUnit.SECONDS);
    }

    @Override
    public void dataReceived(Bytes data) throws Exception {
        heard.add(data.text(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void connectionLost(CloseReason reason) {
        closed.complete(reason);
    }

    Talk says(String words) {
        transport().write(words, StandardCharsets.ISO_8859_1);
        return this;
    }

    /** Waits for exactly these words, in as many pieces as they come. */
    Talk hears(String words) throws InterruptedException {
        StringBuilder all = new StringBuilder();
        while (all.length() < words.length()) {
            String more = heard.poll(PATIENCE, TimeUnit.SECONDS);
            assertThat(more).as("what follows '%s'", all).isNotNull();
            all.append(more);
        }
        assertThat(all).hasToString(words);
        return this;
    }

    CloseReason closed() throws Exception {
        return closed.get(PATIENCE, TimeUnit.SECONDS);
    }

    /** What the handshake found before the connection was made. */
    TlsSession session() {
        TlsSession found = session;
        assertThat(found).isNotNull();
        return found;
    }
}
