package io.jtwisted.benchmarks.start.netty;

import io.jtwisted.benchmarks.start.Ready;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts, says what that has cost, and ends. */
@SpringBootApplication
public class Application {

    public static void main(String... args) {
        ConfigurableApplicationContext context = SpringApplication.run(Application.class, args);
        Ready.print();
        context.close();
    }
}
