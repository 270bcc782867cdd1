package io.jtwisted.testsupport;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the rules of {@link Architecture} look at: the classes and the sources of one module.
 *
 * @param packages the roots of what the module may contain, as ArchUnit writes packages
 * @param main its classes
 * @param tests the classes of its tests
 */
record Scan(List<String> packages, JavaClasses main, JavaClasses tests, Path mainSources, Path testSources) {

    /** The module of this test, which runs in the directory of the module. */
    static Scan of(Class<?> test, List<String> packages) {
        return of(
                packages,
                locationOf(marker(packages.get(0))),
                locationOf(test),
                Path.of("src/main/java"),
                Path.of("src/test/java"));
    }

    static Scan of(List<String> packages, Path main, Path tests, Path mainSources, Path testSources) {
        // Both at once: a second import would read what the first one knows.
        JavaClasses all = new ClassFileImporter().importPaths(main, tests);
        if (in(main, all).isEmpty() || Sources.below(mainSources).isEmpty()) {
            throw new IllegalArgumentException("expected classes in " + main + " and their sources in " + mainSources);
        }
        return new Scan(
                packages.stream().map(name -> name + "..").toList(),
                in(main, all),
                in(tests, all),
                mainSources,
                testSources);
    }

    private static JavaClasses in(Path location, JavaClasses all) {
        return all.that(describe(
                "are in " + location,
                type -> type.getSource()
                        .map(source -> Path.of(source.getUri()).startsWith(location))
                        .orElse(false)));
    }

    /** Only the main classes have it: a package is marked once. */
    private static Class<?> marker(String name) {
        try {
            return Class.forName(name + ".package-info");
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "expected a package with @NullMarked in its package-info, not " + name, e);
        }
    }

    private static Path locationOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " comes from nowhere", e);
        }
    }
}
