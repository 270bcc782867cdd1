package io.jtwisted.net;

import org.jspecify.annotations.Nullable;

/** A registered producer, and whether it was told to wait. What it throws closes its connection. */
final class Producing {
    private final ByteProducer producer;
    private boolean paused;

    Producing(ByteProducer producer) {
        this.producer = producer;
    }

    /** Whether there is one which is paused, and so has more to say before a polite close. */
    static boolean isPaused(@Nullable Producing producing) {
        return producing != null && producing.paused;
    }

    void pause(Connection connection) {
        if (!paused) {
            paused = true;
            try {
                producer.pauseProducing();
            } catch (Exception | Error e) {
                connection.fail(e);
            }
        }
    }

    void resume(Connection connection) {
        if (paused) {
            paused = false;
            try {
                producer.resumeProducing();
            } catch (Exception | Error e) {
                connection.fail(e);
            }
        }
    }

    void stop(Connection connection) {
        try {
            producer.stopProducing();
        } catch (Exception | Error e) {
            connection.fail(e);
        }
    }
}
