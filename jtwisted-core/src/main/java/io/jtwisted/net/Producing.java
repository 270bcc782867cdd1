package io.jtwisted.net;

import org.jspecify.annotations.Nullable;

/** The registered producer of a connection, if there is one. What it throws closes the connection. */
final class Producing {
    private final Border border;
    private @Nullable ByteProducer producer;
    private boolean paused;

    Producing(Border border) {
        this.border = border;
    }

    void register(ByteProducer registered) {
        if (producer != null) {
            throw new IllegalStateException("there is a producer already: unregister it first");
        }
        producer = registered;
        paused = false;
    }

    void unregister() {
        producer = null;
        paused = false;
    }

    /** Whether there is one which is paused, and so has more to say before a polite close. */
    boolean isPaused() {
        return paused;
    }

    void pause() {
        if (producer != null && !paused) {
            paused = true;
            border.tell(producer, ByteProducer::pauseProducing);
        }
    }

    void resume() {
        if (producer != null && paused) {
            paused = false;
            border.tell(producer, ByteProducer::resumeProducing);
        }
    }

    /** Tells it once, and forgets it. */
    void stop() {
        ByteProducer stopped = producer;
        unregister();
        if (stopped != null) {
            border.tell(stopped, ByteProducer::stopProducing);
        }
    }
}
