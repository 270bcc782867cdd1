package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Small applications, each in a JVM of its own, with and without what this module can do without. */
class ClassPathIT {
    private static final Predicate<String> ACTUATOR = jars("spring-boot-(starter-)?(actuator|health).*");
    private static final Predicate<String> MICROMETER =
            jars("micrometer-(core|jakarta9|registry).*|prometheus-.*|spring-boot-(starter-)?micrometer-.*");
    private static final Predicate<String> REACTOR =
            jars("reactor-.*|reactive-streams-.*|spring-boot-(starter-)?(reactor|webflux).*|spring-webflux-.*");
    private static final Predicate<String> MVC =
            jars("spring-webmvc-.*|spring-boot-(starter-)?(webmvc|tomcat|servlet).*|tomcat-.*|jakarta.servlet-.*");
    private static final Predicate<String> NECESSARY = jars(
            "jtwisted-.*|netty-(buffer|codec-base|common|handler|resolver|transport).*"
                    + "|spring-(aop|beans|context|core|expression)-.*|spring-boot(-autoconfigure|-starter-logging)?-[0-9].*"
                    + "|micrometer-(commons|observation)-.*|commons-logging-.*|jspecify-.*|logback-.*|slf4j-api-.*|snakeyaml-.*");

    private static final Map<String, Predicate<String>> CLASS_PATHS = Map.of(
            "everything", jar -> true,
            "no actuator", ACTUATOR.negate(),
            "no micrometer", MICROMETER.negate(),
            "no reactor", REACTOR.negate(),
            "no mvc", MVC.negate(),
            "necessary", NECESSARY);
    private static final Map<String, SmallProcess> STARTED = new HashMap<>();

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterAll
    static void closeAll() {
        STARTED.values().forEach(SmallProcess::close);
    }

    @Test
    void everythingIsThere() throws Exception {
        try (SmallProcess application = running("everything")) {
            assertThat(application.found())
                    .containsExactlyInAnyOrder("actuator", "micrometer", "mvc", "reactor", "web");
            echoes(application);
            servesDeferreds(application);
            isWatched(application);
            isMeasured(application);
            endsWell(application);
        }
    }

    @Test
    void actuatorIsMissing() throws Exception {
        try (SmallProcess application = running("no actuator")) {
            assertThat(application.found()).containsExactlyInAnyOrder("micrometer", "mvc", "reactor", "web");
            echoes(application);
            servesDeferreds(application);
            endsWell(application);
        }
    }

    @Test
    void micrometerIsMissing() throws Exception {
        try (SmallProcess application = running("no micrometer")) {
            assertThat(application.found()).containsExactlyInAnyOrder("actuator", "mvc", "reactor", "web");
            echoes(application);
            servesDeferreds(application);
            isWatched(application);
            endsWell(application);
        }
    }

    @Test
    void reactorIsMissing() throws Exception {
        try (SmallProcess application = running("no reactor")) {
            assertThat(application.found()).containsExactlyInAnyOrder("actuator", "micrometer", "mvc", "web");
            echoes(application);
            servesDeferreds(application);
            isWatched(application);
            isMeasured(application);
            endsWell(application);
        }
    }

    @Test
    void mvcIsMissing() throws Exception {
        try (SmallProcess application = running("no mvc")) {
            assertThat(application.found()).containsExactlyInAnyOrder("actuator", "micrometer", "reactor", "web");
            echoes(application);
            servesDeferreds(application);
            isWatched(application);
            isMeasured(application);
            endsWell(application);
        }
    }

    @Test
    void onlyWhatIsNecessaryIsThere() throws Exception {
        try (SmallProcess application = running("necessary")) {
            assertThat(application.found()).isEmpty();
            echoes(application);
            assertThat(application.webPort()).isZero();
            endsWell(application);
        }
    }

    /** Most of the time is their start: there is always one more under way, which the next test will want. */
    private static SmallProcess running(String which) throws Exception {
        SmallProcess wanted = started(which);
        for (String next : CLASS_PATHS.keySet()) {
            if (!STARTED.containsKey(next)) {
                started(next);
                break;
            }
        }
        return wanted.running();
    }

    private static SmallProcess started(String which) throws IOException {
        SmallProcess process = STARTED.get(which);
        if (process == null) {
            process = new SmallProcess(Objects.requireNonNull(CLASS_PATHS.get(which)));
            STARTED.put(which, process);
        }
        return process;
    }

    private static Predicate<String> jars(String pattern) {
        return Pattern.compile(pattern).asMatchPredicate();
    }

    private static void echoes(SmallProcess application) throws IOException {
        try (Client client = Client.of(application.echoPort())) {
            assertThat(client.ask("hello", 5)).isEqualTo("hello");
        }
    }

    private void servesDeferreds(SmallProcess application) throws Exception {
        assertThat(get(application, "/deferred/guest")).isEqualTo("200 {\"name\":\"Ada\",\"servedBy\":\"jtwisted-1\"}");
        assertThat(get(application, "/deferred/empty")).isEqualTo("200 ");
        assertThat(get(application, "/deferred/fails/handled?later=true")).isEqualTo("502 sorry: no tea");
    }

    private void isWatched(SmallProcess application) throws Exception {
        assertThat(get(application, "/actuator/health")).startsWith("200 {").contains("\"jtwisted\":{");
        assertThat(get(application, "/actuator/jtwisted")).startsWith("200 {").contains("\"echo\"");
    }

    private void isMeasured(SmallProcess application) throws Exception {
        assertThat(get(application, "/actuator/metrics/jtwisted.reactor.tasks.pending"))
                .startsWith("200 {");
    }

    private String get(SmallProcess application, String path) throws Exception {
        URI uri = URI.create("http://localhost:" + application.webPort() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Accept", "application/json, text/plain")
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private static void endsWell(SmallProcess application) throws Exception {
        assertThat(application.end()).isZero();
        assertThat(application.log())
                .contains("Listening: echo on tcp")
                .doesNotContain(
                        "NoClassDefFoundError", "ClassNotFoundException", " WARN ", " ERROR ", "WARNING", "SLF4J");
    }
}
