package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.jtwisted.net.Reactor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What an operator sees over HTTP. */
class ActuatorIT {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void healthTellsOfReactorAndListeners() throws Exception {
        try (ConfigurableApplicationContext context = run();
                Client client = guest(context)) {
            HttpResponse<String> answer = get(context, "/actuator/health/jtwisted");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(at(answer, "$.components.reactor.status")).isEqualTo("UP");
            assertThat(at(answer, "$.components.reactor.details.loops")).isEqualTo(1);
            assertThat(map(answer, "$.components.listeners.components.echo.details"))
                    .containsEntry("address", "127.0.0.1:" + Client.portOf(context, "echo"))
                    .containsEntry("connections", 1)
                    .containsEntry("maxConnections", 10_000)
                    .containsEntry("tls", false);
            assertThat(client.ask("bye", 3)).isEqualTo("bye");
        }
    }

    @Test
    void aListenerWhichFailedIsAnOutageAndOthersAreNot() throws Exception {
        try (ConfigurableApplicationContext context = run()) {
            context.getBean(Listeners.class).state("echo", Listeners.State.FAILED);

            HttpResponse<String> all = get(context, "/actuator/health/jtwisted");
            HttpResponse<String> reactor = get(context, "/actuator/health/jtwisted/reactor");
            HttpResponse<String> echo = get(context, "/actuator/health/jtwisted/listeners/echo");

            assertThat(List.of(all.statusCode(), reactor.statusCode(), echo.statusCode()))
                    .containsExactly(503, 200, 503);
            assertThat(at(echo, "$.details.state")).isEqualTo("FAILED");
        }
    }

    @Test
    void readinessMayAskForAListener() throws Exception {
        try (ConfigurableApplicationContext context =
                run("--management.endpoint.health.group.readiness.include=readinessState,jtwisted/listeners")) {

            assertThat(get(context, "/actuator/health/readiness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theEndpointTellsWhatThereIs() throws Exception {
        try (ConfigurableApplicationContext context = run();
                Client client = guest(context)) {
            HttpResponse<String> answer = get(context, "/actuator/jtwisted");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(at(answer, "$.reactors[0].name")).isEqualTo("jtwisted-1");
            assertThat(at(answer, "$.reactors[0].running")).isEqualTo(true);
            assertThat(map(answer, "$.listeners.echo"))
                    .containsEntry("state", "LISTENING")
                    .containsEntry("transport", "tcp")
                    .containsEntry("handler", Echo.class.getName())
                    .doesNotContainKey("ssl");
            assertThat(at(answer, "$.listeners.echo.connections.active")).isEqualTo(1);
            assertThat(client.ask("bye", 3)).isEqualTo("bye");
        }
    }

    @Test
    void connectionsAreListedWithoutWhoTheyAre() throws Exception {
        try (ConfigurableApplicationContext context = run();
                Client client = guest(context)) {
            HttpResponse<String> answer = get(context, "/actuator/jtwisted/echo");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(at(answer, "$.name")).isEqualTo("echo");
            assertThat(map(answer, "$.connections[0]"))
                    .containsEntry("received", 5)
                    .containsKeys("id", "age", "sent", "unsent")
                    .doesNotContainKey("remoteAddress");
            assertThat(client.ask("bye", 3)).isEqualTo("bye");
        }
    }

    @Test
    void remoteAddressesAreShownWhereItIsAskedFor() throws Exception {
        try (ConfigurableApplicationContext context =
                        run("--management.endpoint.jtwisted.show-remote-addresses=always");
                Client client = guest(context)) {
            HttpResponse<String> answer = get(context, "/actuator/jtwisted/echo");

            assertThat(at(answer, "$.connections[0].remoteAddress")).asString().startsWith("127.0.0.1:");
            assertThat(client.ask("bye", 3)).isEqualTo("bye");
        }
    }

    @Test
    void whoIsNotAuthorizedSeesNoAddress() throws Exception {
        try (ConfigurableApplicationContext context =
                        run("--management.endpoint.jtwisted.show-remote-addresses=when-authorized");
                Client client = guest(context)) {
            HttpResponse<String> answer = get(context, "/actuator/jtwisted/echo");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain("remoteAddress");
            assertThat(client.ask("bye", 3)).isEqualTo("bye");
        }
    }

    @Test
    void aBlockedReactorKeepsNoOperatorWaiting() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (ConfigurableApplicationContext context = run();
                Client client = guest(context)) {
            context.getBean(Reactor.class).callFromThread(() -> block(end));

            HttpResponse<String> details = get(context, "/actuator/jtwisted/echo");
            HttpResponse<String> health = get(context, "/actuator/health/jtwisted");
            end.countDown();

            assertThat(at(details, "$.note")).asString().contains("in time");
            assertThat(at(details, "$.listener.connections.active")).isEqualTo(1);
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(client.ask("bye", 3)).isEqualTo("bye");
        }
    }

    private static void block(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void thereIsNothingToChangeAndNothingElseToSee() throws Exception {
        try (ConfigurableApplicationContext context = run()) {
            HttpRequest.Builder post = request(context, "/actuator/jtwisted/echo")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"state\": \"draining\"}"))
                    .header("Content-Type", "application/json");

            assertThat(send(post).statusCode()).isEqualTo(405);
            assertThat(get(context, "/actuator/jtwisted/nobody").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void prometheusScrapesUs() throws Exception {
        try (ConfigurableApplicationContext context = run();
                Client client = guest(context)) {
            HttpResponse<String> answer = get(context, "/actuator/prometheus");

            assertThat(answer.body())
                    .contains("jtwisted_connections_active{name=\"echo\",role=\"server\",transport=\"tcp\"} 1.0")
                    .contains("jtwisted_listener_up{name=\"echo\"} 1.0")
                    .doesNotContain("127.0.0.1");
            assertThat(client.ask("bye", 3)).isEqualTo("bye");
        }
    }

    private static Client guest(ConfigurableApplicationContext context) throws IOException {
        Client client = Client.of(context, "echo");
        assertThat(client.ask("hello", 5)).isEqualTo("hello");
        return client;
    }

    private static Object at(HttpResponse<String> answer, String path) {
        return JsonPath.read(answer.body(), path);
    }

    private static Map<String, Object> map(HttpResponse<String> answer, String path) {
        return JsonPath.read(answer.body(), path);
    }

    private HttpResponse<String> get(ConfigurableApplicationContext context, String path) throws Exception {
        return send(request(context, path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(ConfigurableApplicationContext context, String path) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static ConfigurableApplicationContext run(String... arguments) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setDefaultProperties(Map.of(
                "server.port", 0,
                "server.address", "127.0.0.1",
                "jtwisted.listeners.echo.port", 0,
                "jtwisted.listeners.echo.address", "127.0.0.1",
                "management.endpoints.web.exposure.include", "*",
                "management.endpoint.health.show-details", "always"));
        return application.run(arguments);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Echo.class)
    static class Application {}
}
