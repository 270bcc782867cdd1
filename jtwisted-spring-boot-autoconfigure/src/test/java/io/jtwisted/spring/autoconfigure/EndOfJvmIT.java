package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.JTwisted;
import io.jtwisted.net.Port;
import io.jtwisted.testsupport.Child;
import io.jtwisted.text.LineReceiver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The JVM ends in time, by whichever door. All of these start at the same time. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "knows no SIGTERM")
class EndOfJvmIT {
    private static final int BY_SIGTERM = 128 + 15;
    private static final Duration DRAIN = Duration.ofSeconds(1);
    private static final Duration PHASE = Duration.ofSeconds(2);
    private static final Duration BOUND = DRAIN.plus(PHASE).plusSeconds(2);

    /** As {@code JTwisted.serve} bounds it by default: what a blocked loop may take, and a start of the hooks. */
    private static final Duration PLAIN_BOUND = Duration.ofSeconds(5 + 2);

    @RegisterExtension
    final Guests guests = new Guests();

    private final List<Child> children = new ArrayList<>();

    @AfterEach
    void stop() {
        children.forEach(Child::close);
    }

    @Test
    void nothingThatBlocksTheLoopKeepsTheJvm() throws Exception {
        Child blocked = spring();
        Child exiting = spring();
        Child closingAndExiting = spring();
        Child plain = child(Plain.class);
        Guest plainBlocker = come(plain, "block");
        Guest blocker = come(blocked, "block");
        plain.says("^(blocked)$");
        blocked.says("^(blocked)$");
        port(exiting);
        port(closingAndExiting);

        Instant begin = Instant.now();
        plain.terminate();
        blocked.terminate();
        Guest exiter = come(exiting, "exit");
        Guest closer = come(closingAndExiting, "close and exit");

        ends(blocked, BY_SIGTERM, begin, BOUND);
        assertThat(blocker.gone.await()).isNotNull();
        assertThat(blocked.log())
                .anyMatch(
                        line -> line.contains(" WARN ") && line.contains("is to end, but its thread has not answered"))
                .anyMatch(line -> line.contains("EndingApplication$Order.lineReceived"));
        ends(exiting, 3, begin, BOUND);
        assertThat(exiter.gone.await()).isNotNull();
        assertThat(exiting.log()).anyMatch(line -> line.contains("waits for the end of the JVM in System.exit"));
        ends(closingAndExiting, 4, begin, BOUND);
        assertThat(closer.gone.await()).isNotNull();
        assertThat(closer.lines).containsExactly("bye");
        ends(plain, BY_SIGTERM, begin, PLAIN_BOUND);
        assertThat(plainBlocker.gone.await()).isNotNull();
    }

    private static void ends(Child child, int status, Instant begin, Duration bound) throws InterruptedException {
        assertThat(child.ended()).as("%s", child.log()).isEqualTo(status);
        assertThat(Duration.between(begin, child.end())).as("%s", child.log()).isLessThan(bound);
    }

    private Child spring() throws IOException {
        return child(EndingApplication.class, EndingApplication.arguments(DRAIN, PHASE));
    }

    private Child child(Class<?> main, String... arguments) throws IOException {
        Child child = Applications.start(main, arguments);
        children.add(child);
        return child;
    }

    private static int port(Child child) throws Exception {
        return Integer.parseInt(child.says("[Ll]istening(?:: orders)? on (?:tcp )?127.0.0.1:(\\d+)"));
    }

    private Guest come(Child child, String order) throws Exception {
        return guests.come(port(child), order);
    }

    /** A program without Spring. */
    static final class Plain {

        public static void main(String... args) {
            // As serve does it, but it says where.
            JTwisted.react(reactor -> reactor.listen("tcp:0:interface=127.0.0.1", Hanging::new)
                    .tap(port -> System.out.println("listening on " + port.host()))
                    .chainCallback(Port::closed));
        }
    }

    private static final class Hanging extends LineReceiver {

        @Override
        public void lineReceived(String line) throws Exception {
            System.out.println("blocked");
            new CountDownLatch(1).await();
        }
    }
}
