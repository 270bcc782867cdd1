package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.testsupport.Child;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SIGTERM to an application with two hundred clients. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "knows no SIGTERM")
class ShutdownIT {
    private static final int KINDLY = 128 + 15; // the exit code of who ends upon SIGTERM
    private static final int HALF = 100;
    private static final Duration PRE_DRAIN = Duration.ofSeconds(2);
    private static final Duration DRAIN = Duration.ofSeconds(4);

    @RegisterExtension
    final Guests guests = new Guests();

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void nothingIsLostAndEverybodyLeavesInOrder() throws Exception {
        try (Child child = Applications.start(
                FarewellApplication.class,
                "--server.port=0",
                "--jtwisted.listeners.lines.port=0",
                "--jtwisted.listeners.lines.address=127.0.0.1",
                "--jtwisted.shutdown.pre-drain-delay=" + PRE_DRAIN.toMillis() + "ms",
                "--jtwisted.shutdown.drain-timeout=" + DRAIN.toMillis() + "ms")) {
            int port = Integer.parseInt(child.says("Listening: lines on tcp 127.0.0.1:(\\d+)"));
            URI readiness =
                    URI.create("http://127.0.0.1:" + child.says("web on (\\d+)") + "/actuator/health/readiness");
            List<Guest> idle = guests.come(port, HALF, Guest::new);
            List<Talker> talking = guests.come(port, HALF, Talker::new);
            Stubborn stubborn = guests.come(port, 1, Stubborn::new).get(0);
            stubborn.deaf.await();
            whenReadinessIs(200, readiness);

            Instant begin = Instant.now();
            child.terminate();
            whenReadinessIs(503, readiness);
            Guest late = guests.come(port, 1, Guest::new).get(0);
            int exit = child.ended();
            Duration took = Duration.between(begin, Instant.now());

            assertThat(exit).isEqualTo(KINDLY);
            assertThat(took).isBetween(PRE_DRAIN, PRE_DRAIN.plus(DRAIN).plusSeconds(2));
            for (Guest guest : idle) {
                assertThat(guest.gone.await()).isEqualTo(CloseReason.remote());
                assertThat(guest.lines).containsExactly("bye");
            }
            assertThat(late.gone.await()).isEqualTo(CloseReason.remote());
            for (Talker talker : talking) {
                assertThat(talker.gone.await().isClean()).isTrue();
                assertThat(talker.lines).contains("bye");
                assertThat(talker.answered).isPositive().isEqualTo(talker.asked);
            }
            stubborn.transport().resumeReading();
            assertThat(stubborn.gone.await().kind()).isEqualTo(CloseReason.Kind.ERROR);
            assertThat(child.log())
                    .anyMatch(line -> line.contains("lines: 1 connection did not leave within 4s: aborted"));
        }
    }

    private void whenReadinessIs(int status, URI readiness) throws IOException, InterruptedException {
        Instant last = Instant.now().plusSeconds(20);
        while (statusOf(readiness) != status) {
            assertThat(Instant.now()).as("readiness is still not %d", status).isBefore(last);
        }
    }

    private int statusOf(URI readiness) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(readiness).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Asks, waits for the answer, asks again; leaves when it is told to, after the last answer. */
    private static final class Talker extends Guest {
        private int asked;
        private int answered;

        @Override
        public void connectionMade() {
            ask();
        }

        @Override
        public void lineReceived(String line) {
            if (line.equals("bye")) {
                super.lineReceived(line);
                return;
            }
            answered++;
            if (lines.isEmpty()) {
                ask();
            } else {
                transport().loseConnection();
            }
        }

        private void ask() {
            sendLine("question " + asked++);
        }
    }

    /** Asks more than both kernels hold, and reads nothing. */
    private static final class Stubborn extends Guest {
        private static final int TOO_MUCH = 8 << 20;
        private static final Duration SETTLED = Duration.ofSeconds(1);

        final Deferred<Stubborn> deaf = new Deferred<>();

        @Override
        public void connectionMade() {
            transport().pauseReading();
            transport().write(Bytes.utf8(("x".repeat(1_022) + "\r\n").repeat(TOO_MUCH / 1_024)));
            reactor().callLater(SETTLED, () -> deaf.callback(this));
        }
    }
}
