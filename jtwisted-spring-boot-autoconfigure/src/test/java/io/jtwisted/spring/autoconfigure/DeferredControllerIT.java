package io.jtwisted.spring.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Controllers which return a Deferred, on Tomcat with MVC and on Reactor Netty with WebFlux, and clients on sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeferredControllerIT {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Map<Stack, ConfigurableApplicationContext> contexts = new EnumMap<>(Stack.class);

    enum Stack {
        MVC(WebApplicationType.SERVLET),
        WEBFLUX(WebApplicationType.REACTIVE);

        private final WebApplicationType type;

        Stack(WebApplicationType type) {
            this.type = type;
        }
    }

    /** What a server said; the guest is a header which some answers have. */
    record Answer(int status, @Nullable String guest, String body) {}

    @BeforeAll
    void start() {
        for (Stack stack : Stack.values()) {
            contexts.put(stack, run(stack));
        }
    }

    private static ConfigurableApplicationContext run(Stack stack, String... more) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(stack.type);
        application.setDefaultProperties(Map.of(
                "server.port",
                0,
                "spring.main.banner-mode",
                "off",
                "logging.level.org.apache.catalina.core.ContainerBase",
                "off",
                "logging.level.org.springframework.web.HttpLogging",
                "off",
                "logging.level.org.springframework.boot.webflux.autoconfigure.error",
                "off",
                "logging.level.org.springframework.web.servlet.mvc.support",
                "off"));
        return application.run(more);
    }

    @AfterAll
    void stop() {
        contexts.values().forEach(ConfigurableApplicationContext::close);
    }

    @ParameterizedTest
    @EnumSource
    void aValueIsTheBody(Stack stack) throws Exception {
        Answer now = get(stack, "/now");
        Answer later = get(stack, "/guest");

        assertThat(now.status()).isEqualTo(200);
        assertThat(now.body()).isEqualTo("now");
        assertThat(later.status()).isEqualTo(200);
        assertThat(later.body()).isEqualTo("{\"name\":\"Ada\",\"servedBy\":\"jtwisted-1\"}");
    }

    @ParameterizedTest
    @EnumSource
    void aDeferredWhichAnotherThreadFiresComesHomeFirst(Stack stack) throws Exception {
        Answer response = get(stack, "/worker");

        assertThat(response.body()).isEqualTo("from another thread");
        assertThat(controller(context(stack)).nextSeen()).isEqualTo("at home");
    }

    @ParameterizedTest
    @EnumSource
    void anEntityHasItsStatusAndHeaders(Stack stack) throws Exception {
        Answer response = get(stack, "/entity");

        assertThat(response.status()).isEqualTo(202);
        assertThat(response.guest()).isEqualTo("yes");
        assertThat(response.body()).isEqualTo("{\"name\":\"Ada\",\"servedBy\":\"entity\"}");
    }

    @ParameterizedTest
    @EnumSource
    void aMethodMayNameTheStatus(Stack stack) throws Exception {
        Answer response = get(stack, "/status");

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("made");
    }

    @ParameterizedTest
    @CsvSource({"MVC,/empty", "MVC,/nothing", "WEBFLUX,/empty", "WEBFLUX,/nothing"})
    void aNullIsAnEmptyResponse(Stack stack, String path) throws Exception {
        Answer response = get(stack, path);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MVC,taken,409",
        "MVC,handled,502",
        "MVC,unexpected,500",
        "MVC,error,500",
        "WEBFLUX,taken,409",
        "WEBFLUX,handled,502",
        "WEBFLUX,unexpected,500",
        "WEBFLUX,error,500"
    })
    void aFailureGivesWhatTheExceptionWouldGive(Stack stack, String how, int status) throws Exception {
        Answer thrown = get(stack, "/fails/" + how + "?later=false");
        Answer failed = get(stack, "/fails/" + how + "?later=true");

        assertThat(failed.status()).isEqualTo(thrown.status()).isEqualTo(status);
        assertThat(withoutTime(failed.body()))
                .isEqualTo(withoutTime(thrown.body()))
                .isNotEmpty();
    }

    private static String withoutTime(String body) {
        return body.replaceAll("\"(timestamp|requestId)\":\"[^\"]*\",?", "");
    }

    @Test
    void webFluxCancelsAtOnceWhenTheClientHangsUp() throws Exception {
        ConfigurableApplicationContext context = context(Stack.WEBFLUX);

        hangUpOn(context);

        assertThat(controller(context).nextSeen()).isEqualTo("cancelled");
    }

    @Test
    void mvcCancelsWhenTheRequestTimesOut() throws Exception {
        try (ConfigurableApplicationContext context = run(Stack.MVC, "--spring.mvc.async.request-timeout=500ms")) {
            Answer response = get(context, "/never");

            assertThat(response.status()).isEqualTo(503);
            assertThat(controller(context).nextSeen()).isEqualTo("asked");
            assertThat(controller(context).nextSeen()).isEqualTo("cancelled");
        }
    }

    @Test
    void mvcCancelsForAClientWhichHungUpWhenItsRequestTimesOut() throws Exception {
        try (ConfigurableApplicationContext context = run(Stack.MVC, "--spring.mvc.async.request-timeout=500ms")) {
            hangUpOn(context);

            assertThat(controller(context).nextSeen()).isEqualTo("cancelled");
        }
    }

    private static void hangUpOn(ConfigurableApplicationContext context) throws Exception {
        try (Client client = Client.of(port(context))) {
            client.send("GET /deferred/never HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(controller(context).nextSeen()).isEqualTo("asked");
        }
    }

    private Answer get(Stack stack, String path) throws IOException {
        return get(context(stack), path);
    }

    /** Over a connection of its own: Reactor Netty 1.3.7 may fall silent on one that is kept (reactor-netty#4361). */
    private static Answer get(ConfigurableApplicationContext context, String path) throws IOException {
        URL url = URI.create("http://localhost:" + port(context) + "/deferred" + path)
                .toURL();
        HttpURLConnection http = (HttpURLConnection) url.openConnection();
        http.setRequestProperty("Accept", "application/json, text/plain");
        http.setRequestProperty("Connection", "close");
        http.setReadTimeout(PATIENCE_MILLIS);
        int status = http.getResponseCode();
        try (InputStream body = status < 400 ? http.getInputStream() : http.getErrorStream()) {
            return new Answer(
                    status, http.getHeaderField("X-Guest"), body == null ? "" : new String(body.readAllBytes(), UTF_8));
        }
    }

    private static int port(ConfigurableApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private static DeferredController controller(ConfigurableApplicationContext context) {
        return context.getBean(DeferredController.class);
    }

    private ConfigurableApplicationContext context(Stack stack) {
        return Objects.requireNonNull(contexts.get(stack), "it has not started");
    }

    @Configuration
    @EnableAutoConfiguration
    @Import(DeferredController.class)
    static class Application {}
}
