package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<Stack, ConfigurableApplicationContext> contexts = new EnumMap<>(Stack.class);
    private final HttpClient http = HttpClient.newHttpClient();

    enum Stack {
        MVC(WebApplicationType.SERVLET),
        WEBFLUX(WebApplicationType.REACTIVE);

        private final WebApplicationType type;

        Stack(WebApplicationType type) {
            this.type = type;
        }
    }

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
        HttpResponse<String> now = get(stack, "/now");
        HttpResponse<String> later = get(stack, "/guest");

        assertThat(now.statusCode()).isEqualTo(200);
        assertThat(now.body()).isEqualTo("now");
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(later.body()).isEqualTo("{\"name\":\"Ada\",\"servedBy\":\"jtwisted-1\"}");
    }

    @ParameterizedTest
    @EnumSource
    void aDeferredWhichAnotherThreadFiresComesHomeFirst(Stack stack) throws Exception {
        HttpResponse<String> response = get(stack, "/worker");

        assertThat(response.body()).isEqualTo("from another thread");
        assertThat(controller(context(stack)).nextSeen()).isEqualTo("at home");
    }

    @ParameterizedTest
    @EnumSource
    void anEntityHasItsStatusAndHeaders(Stack stack) throws Exception {
        HttpResponse<String> response = get(stack, "/entity");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("X-Guest")).contains("yes");
        assertThat(response.body()).isEqualTo("{\"name\":\"Ada\",\"servedBy\":\"entity\"}");
    }

    @ParameterizedTest
    @EnumSource
    void aMethodMayNameTheStatus(Stack stack) throws Exception {
        HttpResponse<String> response = get(stack, "/status");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("made");
    }

    @ParameterizedTest
    @CsvSource({"MVC,/empty", "MVC,/nothing", "WEBFLUX,/empty", "WEBFLUX,/nothing"})
    void aNullIsAnEmptyResponse(Stack stack, String path) throws Exception {
        HttpResponse<String> response = get(stack, path);

        assertThat(response.statusCode()).isEqualTo(200);
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
        HttpResponse<String> thrown = get(stack, "/fails/" + how + "?later=false");
        HttpResponse<String> failed = get(stack, "/fails/" + how + "?later=true");

        assertThat(failed.statusCode()).isEqualTo(thrown.statusCode()).isEqualTo(status);
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
            HttpResponse<String> response = http.send(to(context, "/never"), BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(503);
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

    private HttpResponse<String> get(Stack stack, String path) throws IOException, InterruptedException {
        return http.send(to(context(stack), path), BodyHandlers.ofString());
    }

    private static HttpRequest to(ConfigurableApplicationContext context, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port(context) + "/deferred" + path))
                .header("Accept", "application/json, text/plain")
                .timeout(PATIENCE)
                .build();
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
