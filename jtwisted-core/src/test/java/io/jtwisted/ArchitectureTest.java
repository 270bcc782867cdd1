package io.jtwisted;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import io.jtwisted.testsupport.Architecture;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of all modules, and the layers of core. */
class ArchitectureTest extends Architecture {

    ArchitectureTest() {
        super("io.jtwisted");
    }

    @Override
    protected DescribedPredicate<JavaClass> mayUseNetty() {
        return resideInAPackage(layer("netty"));
    }

    @Override
    protected DescribedPredicate<JavaClass> mayUseOurNetty() {
        return resideInAnyPackage("io.jtwisted", layer("netty"));
    }

    @Override
    protected DescribedPredicate<JavaClass> mayAssert() {
        return resideInAPackage(layer("testing"));
    }

    @Override
    protected DescribedPredicate<JavaClass> mayAskForTheTime() {
        return describe(
                "are clocks",
                type -> type.getSimpleName().equals("MonotonicTime")
                        || (type.getPackageName().equals("io.jtwisted.netty")
                                && type.getSimpleName().endsWith("Clock")));
    }

    @Override
    protected DescribedPredicate<JavaClass> mayWait() {
        return resideInAPackage(layer("defer"))
                .or(describe(
                        "are dialogues or block by contract",
                        type -> Set.of("Dialogue", "Conversation", "JTwisted", "Reactor")
                                .contains(type.getSimpleName())));
    }

    @Override
    protected DescribedPredicate<JavaClass> mayLock() {
        return resideInAPackage(layer("defer"));
    }

    @Override
    protected DescribedPredicate<JavaClass> mayCountUnitsOfTime() {
        return describe("are what Netty asks for", type -> type.isAssignableTo("io.netty.channel.IoHandlerContext"));
    }

    @Test
    void packagesImportOnlyWhatIsBelowThem() {
        mayImport("bytes");
        mayImport("loop");
        mayImport("defer", "loop");
        mayImport("net", "defer", "loop", "bytes");
        mayImport("text", "net", "defer", "loop", "bytes");
        mayImport("flow", "net", "defer", "loop", "bytes");
        mayImport("frames", "net", "defer", "loop", "bytes");
        mayImport("service", "net", "defer", "loop", "bytes");
        mayImport("cred", "defer");
        mayImport("netty", "net", "defer", "loop", "bytes");
        mayImport("testing", "net", "defer", "loop", "bytes");
    }

    @Test
    void everyPackageHasItsLayer() {
        check(classes()
                .should()
                .resideInAnyPackage(Stream.concat(
                                Stream.of("io.jtwisted"),
                                Stream.of("bytes", "loop", "defer", "net", "flow", "text", "frames", "service", "cred")
                                        .map(ArchitectureTest::layer))
                        .toArray(String[]::new))
                .orShould()
                .resideInAnyPackage(layer("netty"), layer("testing")));
    }

    @Test
    void theFoundationsNeedTheJdkOnly() {
        check(classes()
                .that()
                .resideInAnyPackage(layer("bytes"), layer("loop"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "org.slf4j..", layer("bytes"), layer("loop")));
    }

    @Test
    void nettyShowsNothingButItsReactorAndItsTls() {
        check(classes()
                .that()
                .resideInAPackage(layer("netty"))
                .and()
                .areTopLevelClasses()
                .and()
                .arePublic()
                .should()
                .haveNameMatching(".*\\.(NettyReactor|TlsLayer)"));
    }

    private void mayImport(String importer, String... imported) {
        String[] allowed = Stream.concat(Stream.of(importer), Stream.of(imported))
                .map(ArchitectureTest::layer)
                .toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage(layer(importer))
                .should()
                .dependOnClassesThat(resideInAPackage("io.jtwisted..").and(not(resideInAnyPackage(allowed)))));
    }

    private static String layer(String name) {
        return "io.jtwisted." + name + "..";
    }
}
