package io.jtwisted.spring.autoconfigure;

import io.jtwisted.spring.ProtocolHandler;
import io.jtwisted.text.LineReceiver;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Says every line back; when it shuts down, it says so, and goes on for those who still have something to say. */
@Configuration
@EnableAutoConfiguration
@Import(FarewellApplication.Lines.class)
class FarewellApplication {

    public static void main(String... args) {
        Environment environment =
                SpringApplication.run(FarewellApplication.class, args).getEnvironment();
        System.out.println("web on " + environment.getProperty("local.server.port"));
    }

    @ProtocolHandler("lines")
    static final class Lines extends LineReceiver {
        private static final Duration QUIET = Duration.ofMillis(500);

        @Override
        public void lineReceived(String line) {
            sendLine(line);
        }

        @Override
        public void shuttingDown() {
            sendLine("bye");
            if (transport().unsent() < 1_000) { // who does not read has the whole drain timeout
                transport().closeAfterSilence(QUIET);
            }
        }
    }
}
