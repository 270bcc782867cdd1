package io.jtwisted.spring.autoconfigure;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import io.jtwisted.spring.ProtocolHandler;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** One which says how many threads of reactors there are, and starts again when it is told to, as devtools does it. */
@Configuration
@EnableAutoConfiguration
@Import(RestartingApplication.Echo.class)
class RestartingApplication {

    public static void main(String... args) {
        SpringApplication.run(RestartingApplication.class, args);
        int start = Integer.getInteger("starts", 0) + 1; // classes do not survive a restart, properties do
        System.setProperty("starts", Integer.toString(start));
        System.out.println("start " + start);
    }

    @ProtocolHandler("echo")
    static final class Echo extends Protocol {

        @Override
        public void dataReceived(Bytes data) {
            if (data.text(StandardCharsets.US_ASCII).equals("restart")) {
                new Thread(() -> Restarter.getInstance().restart(), "restart").start();
            } else {
                transport().write(Bytes.utf8(Threads.named("jtwisted-").size() + " threads"));
            }
        }
    }
}
