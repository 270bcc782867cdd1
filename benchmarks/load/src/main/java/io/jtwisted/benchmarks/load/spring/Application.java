package io.jtwisted.benchmarks.load.spring;

import io.jtwisted.benchmarks.load.Setup;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * The starter, and one handler. The modes echo and lines have a prototype each, factory is echo by a factory; option
 * {@code metrics=off} leaves our meters out.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Application {

    public static void main(String... arguments) {
        Setup setup = Setup.of(arguments);
        SpringApplication application = new SpringApplication(Application.class, handler(setup));
        application.setDefaultProperties(properties(setup));
        application.run();
    }

    private static Class<?> handler(Setup setup) {
        return switch (setup.mode()) {
            case "echo" -> Echo.class;
            case "lines" -> Lines.class;
            case "factory" -> EchoFactory.class;
            default -> throw setup.unknownMode();
        };
    }

    private static Map<String, Object> properties(Setup setup) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("spring.main.banner-mode", "off");
        properties.put("spring.main.web-application-type", "none");
        properties.put("logging.level.root", "warn");
        properties.put("jtwisted.reactor.event-loops", setup.loops());
        properties.put("jtwisted.listeners.load.address", Setup.HOST);
        properties.put("jtwisted.listeners.load.port", setup.port());
        if (setup.option("metrics", "on").equals("off")) {
            properties.put(
                    "spring.autoconfigure.exclude",
                    "io.jtwisted.spring.autoconfigure.JTwistedMetricsAutoConfiguration");
        }
        return properties;
    }
}
