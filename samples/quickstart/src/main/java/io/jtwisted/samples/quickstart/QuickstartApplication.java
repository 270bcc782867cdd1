package io.jtwisted.samples.quickstart;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The smallest Spring Boot application with JTwisted in it. */
@SpringBootApplication
public class QuickstartApplication {

    public static void main(String... args) {
        SpringApplication.run(QuickstartApplication.class, args);
    }
}
