package io.jtwisted.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Reactor;
import io.jtwisted.netty.NettyReactor;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Five thousand guests at once, with the application in a JVM of its own and little memory; then they all leave. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "counts sockets in /proc")
class ManyGuestsIT {
    private static final int MANY = 5_000;
    private static final int TALKING = 20;
    private static final int LOOKS = 100;
    private static final long TOLERATED_HEAP = 3L << 20;

    private final Reactor reactor = NettyReactor.create();

    @TempDir
    private Path directory;

    @BeforeEach
    void start() {
        reactor.start().await();
    }

    @AfterEach
    void stop() {
        reactor.stop().await();
    }

    @Test
    void manyGuestsLeaveNothingBehind() throws Exception {
        try (MeasuredProcess server = new MeasuredProcess(directory)) {
            long empty = server.measure().sockets();
            leave(come(server.port(), MANY / 10)); // what these leave behind is loaded classes
            atRest(server, measure -> measure.sockets() == empty);
            MeasuredProcess.Measure before = server.measure();
            long bound = before.heap() + TOLERATED_HEAP;

            List<Guest> guests = come(server.port(), MANY);
            MeasuredProcess.Measure full = server.measure();
            talk(guests.subList(0, TALKING));
            leave(guests);
            MeasuredProcess.Measure after =
                    atRest(server, measure -> measure.sockets() == empty && measure.heap() < bound);

            assertThat(full.sockets()).isEqualTo(empty + MANY);
            assertThat(after.sockets()).isEqualTo(empty);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads());
            assertThat(after.heap()).isLessThan(bound);
            assertThat(server.log()).noneMatch(line -> line.contains("LEAK"));
            System.out.printf("%d guests: %s, then %s, then %s%n", MANY, before, full, after);
        }
    }

    private List<Guest> come(int port, int number) {
        List<Deferred<Guest>> coming = IntStream.range(0, number)
                .mapToObj(i -> reactor.connect("tcp:127.0.0.1:" + port, new Guest()))
                .toList();
        List<Guest> guests = Deferred.gatherResults(coming).await();
        guests.forEach(guest -> assertThat(guest.hears(1)).containsExactly("Who are you?"));
        return guests;
    }

    /** Each says a name and hears those who come after; then the last one speaks, and all others hear it. */
    private static void talk(List<Guest> guests) {
        for (int i = 0; i < guests.size(); i++) {
            guests.get(i).sendLine("guest-" + i);
            for (Guest earlier : guests.subList(0, i)) {
                assertThat(earlier.hears(1)).containsExactly("* guest-" + i + " came in");
            }
        }
        guests.get(guests.size() - 1).sendLine("hello");
        for (Guest other : guests.subList(0, guests.size() - 1)) {
            assertThat(other.hears(1)).containsExactly("<guest-" + (guests.size() - 1) + "> hello");
        }
    }

    private void leave(List<Guest> guests) {
        guests.forEach(guest -> guest.transport().loseConnection());
        guests.forEach(guest -> guest.gone.await());
    }

    /**
     * Looks until the server has come to rest, or for so long that it never will; each look is a full collection. The
     * sockets are closed a moment before the protocols hear of it and are let go.
     */
    private static MeasuredProcess.Measure atRest(MeasuredProcess server, Predicate<MeasuredProcess.Measure> expected)
            throws Exception {
        MeasuredProcess.Measure measure = server.measure();
        for (int i = 0; i < LOOKS && !expected.test(measure); i++) {
            measure = server.measure();
        }
        return measure;
    }
}
