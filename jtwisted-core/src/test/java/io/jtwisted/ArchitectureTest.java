package io.jtwisted;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of STYLE.md and the layers of DESIGN.md which a compiler does not hold. */
@Tag("sources")
class ArchitectureTest {
    /** Read once: most of the time of these tests is the time of this. */
    private static final JavaClasses ALL = new ClassFileImporter().importPackages("io.jtwisted");

    private static final JavaClasses MAIN = ALL.that(not(areTests()));
    private static final JavaClasses TESTS = ALL.that(areTests());

    private static final Path MAIN_SOURCES = Path.of("src/main/java");
    private static final Path TEST_SOURCES = Path.of("src/test/java");
    private static final int LINES_OF_A_FILE = 500;
    private static final int DEPTH_BELOW_PROTOCOL = 3;

    private static final Set<String> OPTIONALS = Set.of(
            Optional.class.getName(),
            OptionalInt.class.getName(),
            OptionalLong.class.getName(),
            OptionalDouble.class.getName());

    // A type at the left margin, with the line before its annotations.
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "(?m)^(?<before>.*)\\R(?:@.*\\R)*public (?:[a-z-]+ )*(?:class|interface|record|enum|@interface) (?<name>\\w+)");
    private static final Pattern SYNCHRONIZED_BLOCK = Pattern.compile("\\bsynchronized\\s*\\(");

    // ---- layers

    @Test
    void packagesImportOnlyWhatIsBelowThem() {
        mayImport("bytes");
        mayImport("loop");
        mayImport("defer", "loop");
        mayImport("net", "defer", "loop", "bytes");
        mayImport("text", "net", "defer", "loop", "bytes");
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
                                Stream.of("bytes", "loop", "defer", "net", "text", "frames", "service", "cred")
                                        .map(ArchitectureTest::layer))
                        .toArray(String[]::new))
                .orShould()
                .resideInAnyPackage(layer("netty"), layer("testing")));
    }

    @Test
    void packagesFormNoCycles() {
        check(slices().matching("io.jtwisted.(**)").should().beFreeOfCycles());
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
    void coreKnowsNoSpring() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework.."));
    }

    @Test
    void nettyStaysInItsPackage() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(layer("netty"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty.."));
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

    @Test
    void nothingButTheRootReachesForNetty() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.jtwisted", layer("netty"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(layer("netty")));
    }

    @Test
    void assertionsStayInTesting() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(layer("testing"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.assertj..", "org.junit.."));
    }

    // ---- names and shapes

    @Test
    void namesSayWhatAClassIs() {
        check(noClasses()
                .should()
                .haveNameMatching(".*[.$](Abstract|Base|Default)[A-Z]\\w*")
                .orShould()
                .haveNameMatching(".*[.$]\\w*(Impl|Manager|Helper|Utils?)"));
        check(noClasses().that().areInterfaces().should().haveNameMatching(".*[.$]I[A-Z][a-z]\\w*"));
    }

    @Test
    void everyPackageIsNullMarked() {
        check(classes()
                .should(hold(
                        "live in a package with @NullMarked in its package-info",
                        type -> type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked"))));
    }

    @Test
    void protocolsAreNotInheritedDeeply() {
        check(classes()
                .that()
                .areAssignableTo("io.jtwisted.net.Protocol")
                .should(hold(
                        "be at most " + DEPTH_BELOW_PROTOCOL + " below Protocol",
                        type -> depthBelowProtocol(type) <= DEPTH_BELOW_PROTOCOL)));
    }

    @Test
    void stateIsNeitherStaticNorPublic() {
        check(fields().that().areStatic().should().beFinal());
        check(fields().that().arePublic().should().beStatic());
    }

    @Test
    void optionalIsAResultOnly() {
        check(noFields().should().haveRawType(describe("an Optional", ArchitectureTest::isOptional)));
        check(noCodeUnits()
                .that()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .haveRawParameterTypes(describe(
                        "with an Optional among them",
                        types -> types.stream().anyMatch(ArchitectureTest::isOptional))));
    }

    @Test
    void timesAreDurationsAndInstants() {
        check(noMethods()
                .that()
                .areNotPrivate()
                .should()
                .haveRawParameterTypes(describe(
                        "with a TimeUnit among them",
                        types -> types.stream().anyMatch(type -> type.isEquivalentTo(TimeUnit.class)))));
        check(noMethods()
                .that()
                .arePublic()
                .or()
                .areProtected()
                .and()
                .areDeclaredInClassesThat(describe(
                        "are not what Netty asks for",
                        type -> !type.isAssignableTo("io.netty.channel.IoHandlerContext")))
                .should()
                .haveNameMatching(".*(Millis|Micros|Nanos|Seconds|Minutes)"));
    }

    // ---- calls

    @Test
    void onlyClocksKnowTheTime() {
        check(noClasses()
                .that(describe("are not clocks", type -> !isClock(outermost(type))))
                .should()
                .accessTargetWhere(describe("the system's time is read", ArchitectureTest::readsTheTime)));
        check(noClasses().should().accessTargetWhere(describe("a thread sleeps", ArchitectureTest::sleeps)));
    }

    @Test
    void lettersChangeCaseInALocale() {
        check(noClasses()
                .should()
                .accessTargetWhere(describe(
                        "the case changes without a Locale",
                        access -> access.getTargetOwner().isEquivalentTo(String.class)
                                && Set.of("toUpperCase", "toLowerCase").contains(access.getName())
                                && access.getTarget() instanceof CodeUnitAccessTarget target
                                && target.getRawParameterTypes().isEmpty())));
    }

    @Test
    void logsGoToSlf4j() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
        check(noClasses().should(ACCESS_STANDARD_STREAMS));
    }

    @Test
    void onlyDialoguesAndMainThreadsWaitForADeferred() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(layer("defer"))
                .and(describe(
                        "neither are dialogues nor block by contract",
                        type -> !Set.of("Dialogue", "Conversation", "JTwisted", "Reactor")
                                .contains(outermost(type).getSimpleName())))
                .should()
                .accessTargetWhere(describe(
                        "await is called",
                        access -> access.getName().equals("await")
                                && access.getTargetOwner().getName().equals("io.jtwisted.defer.Deferred"))));
    }

    @Test
    void onlyDeferIsSynchronized() {
        check(noMethods()
                .that()
                .areDeclaredInClassesThat(not(resideInAPackage(layer("defer"))))
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED));
        assertThat(sources(MAIN_SOURCES))
                .filteredOn(file -> !file.startsWith(MAIN_SOURCES.resolve("io/jtwisted/defer")))
                .filteredOn(file -> SYNCHRONIZED_BLOCK.matcher(read(file)).find())
                .as("files outside defer with synchronized blocks")
                .isEmpty();
    }

    // ---- files

    @Test
    void filesAreShort() {
        assertThat(Stream.of(MAIN_SOURCES, TEST_SOURCES).flatMap(root -> sources(root).stream()))
                .filteredOn(file -> read(file).lines().count() > LINES_OF_A_FILE)
                .as("files longer than %s lines", LINES_OF_A_FILE)
                .isEmpty();
    }

    @Test
    void publicTypesAreDocumented() {
        assertThat(sources(MAIN_SOURCES).stream()
                        .flatMap(file -> PUBLIC_TYPE.matcher(read(file)).results())
                        .filter(type -> !type.group(1).endsWith("*/"))
                        .map(type -> type.group(2)))
                .as("public types without Javadoc")
                .isEmpty();
    }

    // ---- tests

    @Test
    void testsKeepAwayFromSockets() {
        checkTests(noClasses()
                .that(describe(
                        "are no integration tests",
                        type -> outermost(type).getSimpleName().endsWith("Test")))
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(Server|Datagram|Multicast)?Socket"
                        + "|java\\.nio\\.channels\\.\\w*(Socket|Datagram)Channel"
                        + "|io\\.jtwisted\\.netty\\.NettyReactor"));
    }

    @Test
    void testsDoNotSleep() {
        checkTests(noClasses().should().accessTargetWhere(describe("a thread sleeps", ArchitectureTest::sleeps)));
    }

    @Test
    void testsAssertWithAssertJ() {
        checkTests(noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("org\\.junit\\.jupiter\\.api\\.Assertions|org\\.junit\\.Assert|org\\.hamcrest\\..*"));
    }

    @Test
    void testsAreNamedAsSentences() {
        checkTests(methods()
                .that()
                .areMetaAnnotatedWith("org.junit.platform.commons.annotation.Testable")
                .should()
                .haveNameNotMatching("(test|should)([A-Z_].*)?"));
    }

    // ---- vocabulary

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

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(MAIN);
    }

    private static void checkTests(ArchRule rule) {
        rule.allowEmptyShould(true).check(TESTS);
    }

    private static void mayImport(String importer, String... imported) {
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

    private static ArchCondition<JavaClass> hold(String description, Predicate<JavaClass> condition) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!condition.test(type)) {
                    events.add(violated(type, type.getDescription() + " does not " + description));
                }
            }
        };
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    private static int depthBelowProtocol(JavaClass type) {
        int depth = 0;
        for (JavaClass ancestor : type.getAllRawSuperclasses()) {
            if (ancestor.isAssignableTo("io.jtwisted.net.Protocol")) {
                depth++;
            }
        }
        return depth;
    }

    private static boolean isOptional(JavaClass type) {
        return OPTIONALS.contains(type.getName());
    }

    private static boolean isClock(JavaClass type) {
        return type.getSimpleName().equals("MonotonicTime")
                || (type.getPackageName().equals("io.jtwisted.netty")
                        && type.getSimpleName().endsWith("Clock"));
    }

    private static boolean readsTheTime(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return switch (access.getName()) {
            case "currentTimeMillis", "nanoTime" -> owner.equals("java.lang.System");
            case "now" -> owner.startsWith("java.time.");
            case "systemUTC", "systemDefaultZone", "system" -> owner.equals("java.time.Clock");
            default -> false;
        };
    }

    private static boolean sleeps(JavaAccess<?> access) {
        return access.getName().equals("sleep")
                && (access.getTargetOwner().isAssignableTo(Thread.class)
                        || access.getTargetOwner().isAssignableTo(TimeUnit.class));
    }

    private static List<Path> sources(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
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
