package io.jtwisted.samples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A chat room, over TCP and TLS, and an echo on a Unix domain socket. */
@SpringBootApplication
public class QuickstartApplication {

    public static void main(String... args) throws IOException, InterruptedException {
        Certificate.makeUnlessThere(Path.of("target/chat.p12"), "secret"); // as application.yml has it
        SpringApplication.run(QuickstartApplication.class, args);
    }
}
