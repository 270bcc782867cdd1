package io.jtwisted.samples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README and the pages below docs show nothing that the build does not compile, run or read. */
@Tag("sources")
class ReadmeTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path SAMPLES = ROOT.resolve("samples");
    private static final List<String> PAGES = List.of(
            "README.md",
            "CONTRIBUTING.md",
            "benchmarks/README.md",
            "samples/quickstart/README.md",
            "samples/sketches/README.md",
            "docs/behaviours.md",
            "docs/bulk.md",
            "docs/framing.md",
            "docs/from-twisted.md",
            "docs/spring-boot.md",
            "docs/write-a-protocol.md",
            "docs/write-a-transport.md");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)");
    private static final Pattern ARTIFACT = Pattern.compile(
            "<artifactId>(?<name>[^<]+)</artifactId>\\s*<version>(?<version>[^<]+)</version>\\s*</(?:dependency|parent)>");

    @ParameterizedTest
    @MethodSource("javaListings")
    void everyJavaListingIsInASource(String listing) {
        assertThat(files(".java"))
                .as("sources with this listing")
                .anyMatch(file -> withoutIndent(read(file)).contains(withoutIndent(listing)));
    }

    @ParameterizedTest
    @MethodSource("yamlListings")
    void everyYamlListingIsInAConfiguration(String listing) {
        assertThat(files(".yml"))
                .as("configurations with this listing")
                .anyMatch(file -> read(file).contains(listing));
    }

    @Test
    void thereAreListingsOfAllKinds() {
        assertThat(javaListings()).hasSizeGreaterThan(8);
        assertThat(yamlListings()).isNotEmpty();
        assertThat(listings("xml")).hasSizeGreaterThan(2);
    }

    @Test
    void theFirstListingHasItsImports() {
        assertThat(javaListings().get(0)).startsWith("import ");
    }

    @Test
    void everyArtifactIsOfTheVersionThatIsBuiltWith() {
        String parent = read(ROOT.resolve("pom.xml"));
        String classPath = System.getProperty("java.class.path");

        List<MatchResult> artifacts = listings("xml").stream()
                .flatMap(listing -> ARTIFACT.matcher(listing).results())
                .toList();

        assertThat(artifacts).hasSize(4).allSatisfy(artifact -> {
            String name = artifact.group(1);
            String version = artifact.group(2);
            if (name.startsWith("jtwisted-")) {
                assertThat(parent)
                        .contains("<artifactId>jtwisted</artifactId>\n    <version>" + version + "</version>")
                        .contains("<module>" + name + "</module>");
            } else if (name.equals("spring-boot-starter-parent")) {
                assertThat(parent).contains("<spring-boot.version>" + version + "</spring-boot.version>");
            } else { // all artifacts of SLF4J have the version of its API
                assertThat(name).startsWith("slf4j-");
                assertThat(classPath).contains("slf4j-api-" + version + ".jar");
            }
        });
    }

    @Test
    void everyLinkLeadsSomewhere() {
        for (String page : PAGES) {
            Path folder = ROOT.resolve(page).resolveSibling("");
            assertThat(LINK.matcher(read(ROOT.resolve(page))).results().map(link -> link.group(1)))
                    .as(page)
                    .allMatch(link -> Files.exists(folder.resolve(link)));
        }
        assertThat(LINK.matcher(read(ROOT.resolve("README.md"))).results()).hasSizeGreaterThan(8);
    }

    static List<String> javaListings() {
        return listings("java");
    }

    static List<String> yamlListings() {
        return listings("yaml");
    }

    private static List<String> listings(String language) {
        Pattern listing = Pattern.compile("(?ms)^```" + language + "\\R(.*?)^```");
        return PAGES.stream()
                .flatMap(page -> listing.matcher(read(ROOT.resolve(page))).results())
                .map(found -> found.group(1))
                .toList();
    }

    private static String withoutIndent(String source) {
        return source.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    private static List<Path> files(String ending) {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(file ->
                            file.toString().contains("src") && !file.toString().contains("target"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
