package io.jtwisted.spring.autoconfigure;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import io.jtwisted.spring.ProtocolHandler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.ClassUtils;

/**
 * An echo, in a JVM of its own, which also has a web server where the class path has one. Says on its standard output
 * where it listens and what it found, and ends with its standard input.
 */
@Configuration
@EnableAutoConfiguration
@Import(SmallApplication.Echo.class)
class SmallApplication {
    static final String ANSWER = "LISTENING ";
    private static final Map<String, String> KNOWN = Map.of(
            "actuator", "org.springframework.boot.actuate.endpoint.annotation.Endpoint",
            "micrometer", "io.micrometer.core.instrument.MeterRegistry",
            "reactor", "org.reactivestreams.Publisher",
            "mvc", "org.springframework.web.servlet.DispatcherServlet",
            "web", "org.springframework.web.bind.annotation.RestController");

    public static void main(String... args) throws IOException {
        List<String> found = KNOWN.entrySet().stream()
                .filter(known -> ClassUtils.isPresent(known.getValue(), null))
                .map(Map.Entry::getKey)
                .toList();
        SpringApplication application = new SpringApplication(SmallApplication.class);
        if (found.contains("web")) {
            application.addPrimarySources(List.of(DeferredController.class));
        }
        ConfigurableApplicationContext context = application.run(args);
        System.out.printf(
                "%s%d %d %s%n",
                ANSWER,
                port(context, "local.jtwisted.echo.port"),
                port(context, "local.server.port"),
                String.join(" ", found));
        System.out.flush();
        while (System.in.read() >= 0) {
            // Nothing is said there.
        }
        context.close();
    }

    private static int port(ConfigurableApplicationContext context, String key) {
        return context.getEnvironment().getProperty(key, Integer.class, 0);
    }

    @ProtocolHandler(value = "echo", endpoint = "tcp:0")
    static final class Echo extends Protocol {

        @Override
        public void dataReceived(Bytes data) {
            transport().write(data);
        }
    }
}
