package io.jtwisted.samples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README shows nothing that the build does not compile, run or read. */
@Tag("sources")
class ReadmeTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path SAMPLES = ROOT.resolve("samples");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)");

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
    void itHasListingsOfBothKinds() {
        assertThat(javaListings()).hasSizeGreaterThan(2);
        assertThat(yamlListings()).isNotEmpty();
    }

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> links =
                LINK.matcher(readme()).results().map(link -> link.group(1)).toList();

        assertThat(links).isNotEmpty().allMatch(link -> Files.exists(ROOT.resolve(link)));
    }

    static List<String> javaListings() {
        return listings("java");
    }

    static List<String> yamlListings() {
        return listings("yaml");
    }

    private static List<String> listings(String language) {
        return Pattern.compile("(?ms)^```" + language + "\\R(.*?)^```")
                .matcher(readme())
                .results()
                .map(listing -> listing.group(1))
                .toList();
    }

    private static String withoutIndent(String source) {
        return source.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
                .collect(Collectors.joining("\n"));
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

    private static String readme() {
        return read(ROOT.resolve("README.md"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
