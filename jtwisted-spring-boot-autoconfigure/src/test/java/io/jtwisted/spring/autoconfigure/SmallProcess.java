package io.jtwisted.spring.autoconfigure;

import io.jtwisted.testsupport.Child;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** {@link SmallApplication} in its JVM, with a part of the class path of the test. */
final class SmallProcess implements AutoCloseable {
    private final Child child;
    private List<String> answer = List.of();

    /**
     * Starts it, and waits for nothing.
     *
     * @param kept which jars it has, by their file names; it always has what is no jar
     */
    SmallProcess(Predicate<String> kept) throws IOException {
        child = Applications.of(SmallApplication.class)
                .with("-Xmx128m")
                .with("--enable-native-access=ALL-UNNAMED") // else newer JDKs warn of Netty, of which others have
                // warned
                .jars(kept)
                .start(
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--jtwisted.reactor.blocked-threshold=1m", // several start at once, on a few cores
                        "--management.endpoint.health.show-components=always",
                        "--management.endpoints.web.exposure.include=health,jtwisted,metrics");
    }

    /** Waits until it runs. */
    SmallProcess running() throws IOException, InterruptedException {
        answer = List.of(child.says("^" + SmallApplication.ANSWER + "(.*)").split(" "));
        return this;
    }

    int echoPort() {
        return Integer.parseInt(answer.get(0));
    }

    /** 0 if it has no web server. */
    int webPort() {
        return Integer.parseInt(answer.get(1));
    }

    /** What is on its class path, of actuator, micrometer, mvc, reactor and web. */
    List<String> found() {
        return answer.subList(2, answer.size());
    }

    /** Ends its input, waits until it is over, and gives its exit code. */
    int end() throws IOException, InterruptedException {
        child.hearsNoMore();
        return child.ended();
    }

    /** All that it logged so far. */
    String log() {
        return String.join("\n", child.log());
    }

    @Override
    public void close() {
        child.close();
    }
}
