package io.jtwisted.spring.autoconfigure;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The rules of STYLE.md for what knows Spring. */
@Tag("sources")
class ArchitectureTest {
    /** Read once: most of the time of these tests is the time of this. */
    private static final JavaClasses ALL = new ClassFileImporter().importPackages("io.jtwisted");

    private static final JavaClasses EVERYTHING = ALL.that(not(areTests()));
    private static final JavaClasses MAIN = EVERYTHING.that(resideInAPackage("io.jtwisted.spring.."));
    private static final JavaClasses TESTS = ALL.that(areTests()).that(resideInAPackage("io.jtwisted.spring.."));

    @Test
    void autoConfigurationsAreFinal() {
        classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(MAIN);
    }

    @Test
    void theirBeanMethodsArePackagePrivate() {
        methods()
                .that()
                .areAnnotatedWith(Bean.class)
                .should()
                .bePackagePrivate()
                .check(MAIN);
    }

    @Test
    void nobodyButThisModuleKnowsSpring() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.jtwisted.spring..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "io.jtwisted.spring..")
                .check(EVERYTHING);
    }

    @Test
    void nettyIsForTheOneWhoCustomizesItOnly() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.jtwisted.spring.SslContextBuilderCustomizer")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(MAIN);
    }

    @Test
    void whatUsersNeedDoesNotNeedItsConfiguration() {
        SlicesRuleDefinition.slices()
                .matching("io.jtwisted.(**)")
                .should()
                .beFreeOfCycles()
                .check(MAIN);
    }

    @Test
    void onlyLifecyclesWaitForADeferred() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Lifecycle")
                .should()
                .callMethod("io.jtwisted.defer.Deferred", "await")
                .check(MAIN);
    }

    @Test
    void stateIsNeitherStaticNorPublic() {
        fields().that().areStatic().should().beFinal().check(MAIN);
        fields().that().arePublic().should().beStatic().check(MAIN);
    }

    @Test
    void testsKeepAwayFromSockets() {
        noClasses()
                .that()
                .haveNameMatching(".*Test(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(Server)?Socket|java\\.nio\\.channels\\.\\w*SocketChannel|.*\\.Client")
                .check(TESTS);
    }

    /** They are where this class is. */
    private static DescribedPredicate<JavaClass> areTests() {
        String here = ArchitectureTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return describe(
                "are tests",
                type -> type.getSource()
                        .map(source -> source.getUri().getPath())
                        .filter(path -> path.startsWith(here))
                        .isPresent());
    }
}
