package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.HalfCloseable;
import io.jtwisted.net.Protocol;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A protocol which writes down what it hears, and does what a test wants it to do. */
class Recorder extends Protocol {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What a test does in an event. */
    interface Step {
        void run(Recorder recorder) throws Exception;
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Recorder> connected = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> lost = new CompletableFuture<>();
    private final CompletableFuture<Recorder> ended = new CompletableFuture<>();
    private final CompletableFuture<Recorder> enough = new CompletableFuture<>();
    private volatile int wanted = 1;
    private Step made = recorder -> {};
    private Step received = recorder -> {};
    private Step end = recorder -> {};
    private Step loss = recorder -> {};

    Recorder whenMade(Step step) {
        made = step;
        return this;
    }

    Recorder whenReceived(Step step) {
        received = step;
        return this;
    }

    Recorder whenEnded(Step step) {
        end = step;
        return this;
    }

    Recorder whenLost(Step step) {
        loss = step;
        return this;
    }

    /** How many bytes {@link #enough()} waits for; one, if nobody says. */
    Recorder wants(int count) {
        wanted = count;
        return this;
    }

    @Override
    public void connectionMade() throws Exception {
        events.add("made");
        try {
            made.run(this);
        } finally {
            connected.complete(this);
        }
    }

    @Override
    public void dataReceived(Bytes data) throws Exception {
        bytes.writeBytes(data.toArray());
        if (!events.get(events.size() - 1).equals("data")) {
            events.add("data");
        }
        if (bytes.size() >= wanted) {
            enough.complete(this);
        }
        received.run(this);
    }

    @Override
    public void connectionLost(CloseReason reason) throws Exception {
        events.add("lost");
        lost.complete(reason);
        loss.run(this);
    }

    void write(String text) {
        transport().write(text, StandardCharsets.UTF_8);
    }

    /** Does this on the reactor, in one turn, and waits for it. */
    void turn(Step step) {
        get(() -> {
            step.run(this);
            return this;
        });
    }

    /** Asks this on the reactor. */
    <T> T get(Callable<T> question) {
        return reactor().call(question).await();
    }

    /** Waits until the reactor has made some passes more, and looked at the network in each. */
    void passes() {
        for (int i = 0; i < 10; i++) {
            get(() -> this);
        }
    }

    /** Waits for the beginning of the connection. */
    void made() throws Exception {
        assertThat(connected.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isSameAs(this);
    }

    /** Waits for the end of the connection. */
    CloseReason reason() throws Exception {
        return lost.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    boolean isLost() {
        return lost.isDone();
    }

    /** Waits until all wanted bytes have arrived. */
    Recorder enough() throws Exception {
        return enough.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for the end of the peer's half. */
    void ended() throws Exception {
        assertThat(ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isSameAs(this);
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    List<String> events() {
        return events;
    }

    /** One which goes on when a half has ended. */
    static final class Half extends Recorder implements HalfCloseable {

        @Override
        public void readConnectionLost() throws Exception {
            super.events.add("read lost");
            super.ended.complete(this);
            super.end.run(this);
        }

        @Override
        public void writeConnectionLost() {
            super.events.add("write lost");
        }
    }
}
