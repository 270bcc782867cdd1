package io.jtwisted.spring.autoconfigure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The rules of STYLE.md for what knows Spring. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.jtwisted.spring");
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("io.jtwisted.spring");
    private static final JavaClasses EVERYTHING = new ClassFileImporter()
            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.jtwisted");

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
}
