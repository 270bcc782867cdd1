package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class UnknownKeysTest {
    private final StandardEnvironment environment = new StandardEnvironment();
    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

    @ParameterizedTest
    @CsvSource({
        "listeners.chat.prot, listeners.chat.port",
        "listeners.chat.max-connections, listeners.chat.limits.max-connections",
        "listeners.chat.bundle, listeners.chat.ssl.bundle",
        "listeners.chat.timeout.idle, listeners.chat.timeouts.idle",
        "listeners.chat.timeouts.idel, listeners.chat.timeouts.idle",
        "listeners.chat.ssl.sever-name-bundles[0].bundle, listeners.chat.ssl.server-name-bundles.0.bundle",
        "defaults.limits.max-conections, defaults.limits.max-connections",
        "reactor.event-loop, reactor.event-loops",
        "thread-pool.max-thread, thread-pool.max-threads",
        "listener.chat.port, listeners.chat.port",
        "listener.chat.prot, listeners.chat.port"
    })
    void theNearestKnownKeyIsNamed(String key, String nearest) {
        set("jtwisted." + key, "1");

        assertThat(messages())
                .containsExactly("there is no property jtwisted." + key + ", set in test; did you mean jtwisted."
                        + nearest + "?");
    }

    @Test
    void whereNoneIsNearAllAreNamed() {
        set("jtwisted.shutdown.quickly", "true");
        set("jtwisted.listeners.chat.port.number", "7");

        assertThat(messages())
                .containsExactly(
                        "there is no property jtwisted.shutdown.quickly, set in test; known there are drain-timeout,"
                                + " pre-drain-delay",
                        "there is no property jtwisted.listeners.chat.port.number, set in test; nothing can be set below it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jtwisted.enabled",
                "jtwisted.listeners.chat.unix-path",
                "jtwisted.listeners.chat.unixPath",
                "jtwisted.listeners.chat.unix_path",
                "jtwisted.listeners.my-chat.ssl.server-name-bundles[1].server-name",
                "jtwisted.listeners.chat.ssl.alpn[0]",
                "jtwisted.listeners.chat.ssl.alpn",
                "jtwisted.listeners.chat.reactor",
                "jtwisted.threadPool.maxThreads",
                "jtwisted.defaults.socket.keep-alive.idle",
                "jtwisted.shutdown.drain-time-out",
                "jtwisted.mail.host",
                "jtwisted.reactors.number",
                "jtwisted.defer.debug",
                "management.endpoint.jtwisted.show-remote-addresses",
                "jtwisted"
            })
    void whatIsKnownOrOfOthersIsNot(String key) {
        set(key, "1");

        assertThat(messages()).isEmpty();
    }

    @Test
    void variablesOfTheProcessAreNotTakenForMistakes() {
        variables(
                "JTWISTED_LISTENERS_CHAT_UNIX_PATH",
                "JTWISTED_LISTENERS_CHAT_UNIXPATH",
                "JTWISTED_LISTENERS_CHAT_LIMITS_MAXCONNECTIONS",
                "JTWISTED_LISTENERS_CHAT_LIMITS_MAX_CONNECTIONS",
                "JTWISTED_LISTENERS_CHAT_SSL_SERVERNAMEBUNDLES_0_BUNDLE",
                "JTWISTED_THREAD_POOL_MAX_THREADS",
                "JTWISTED_REACTOR_EVENTLOOPS",
                "JTWISTED_SERVICE_HOST", // as Kubernetes sets them for a service of this name
                "JTWISTED_PORT_7000_TCP_ADDR");

        assertThat(messages()).isEmpty();
    }

    @Test
    void variablesWhichAreNearlyRightAre() {
        variables("JTWISTED_LISTENERS_CHAT_PROT", "JTWISTED_REACTOR_EVENT_LOOP");

        assertThat(messages())
                .anyMatch(message -> message.startsWith("there is no property jtwisted.listeners.chat.prot")
                        && message.endsWith("did you mean jtwisted.listeners.chat.port?"))
                .anyMatch(message -> message.endsWith("did you mean jtwisted.reactor.event-loops?"))
                .hasSize(2);
    }

    @Test
    void whatOtherClassesReadIsTheirs() {
        beans.registerBeanDefinition(
                "theirs", BeanDefinitionBuilder.rootBeanDefinition(Theirs.class).getBeanDefinition());
        set("jtwisted.listeners.chat.motd.text", "hello");

        assertThat(messages()).isEmpty();
    }

    @Test
    void theLogSaysItBeforeTheStartFailsForIt(CapturedOutput output) {
        Contexts.runner()
                .withUserConfiguration(WrongStartTest.Finger.class)
                .withPropertyValues("jtwisted.listeners.finger.prot=79")
                .run(context -> assertThat(context).hasFailed());

        assertThat(output)
                .contains("WARN")
                .contains("there is no property jtwisted.listeners.finger.prot")
                .contains("did you mean jtwisted.listeners.finger.port?");
    }

    private void set(String key, String value) {
        MapPropertySource source =
                (MapPropertySource) environment.getPropertySources().get("test");
        Map<String, Object> values = source == null ? new LinkedHashMap<>() : source.getSource();
        values.put(key, value);
        environment.getPropertySources().addFirst(new MapPropertySource("test", values));
    }

    private void variables(String... names) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : names) {
            values.put(name, "1");
        }
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", values));
    }

    private List<String> messages() {
        return new UnknownKeys(environment, beans).messages();
    }

    @ConfigurationProperties("jtwisted.listeners.chat.motd")
    static final class Theirs {}
}
