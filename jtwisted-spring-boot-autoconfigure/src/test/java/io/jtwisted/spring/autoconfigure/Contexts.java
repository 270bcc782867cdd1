package io.jtwisted.spring.autoconfigure;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Contexts with nothing in them but ours. */
final class Contexts {

    private Contexts() {}

    static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, JTwistedAutoConfiguration.class));
    }

    /** What these keys are bound to. */
    static JTwistedProperties properties(Map<String, String> keys) {
        return new Binder(new MapConfigurationPropertySource(keys)).bindOrCreate("jtwisted", JTwistedProperties.class);
    }

    /** What an application hears of this failure. */
    static FailureAnalysis analysis(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof FailureAnalyzedException)) {
            cause = cause.getCause();
        }
        return ((FailureAnalyzedException) Objects.requireNonNull(cause, "nobody knows this failure")).analysis();
    }
}
