package io.jtwisted.testsupport;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysFalse;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
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
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The rules of architecture that hold in all modules, as tests. A module has them by one class among its tests:
 *
 * <pre>{@code
 * class ArchitectureTest extends Architecture {
 *     ArchitectureTest() {
 *         super("io.jtwisted.mail");
 *     }
 * }
 * }</pre>
 *
 * <p>The protected methods say which classes of a module a rule does not hold for; there are none by default. What holds
 * in one module only is a test of its own class.
 *
 * <p>The class files of the module and of its tests are read once. Some rules read the sources, in {@code src/main/java} and
 * {@code src/test/java} of the directory in which the tests run.
 */
@Tag("sources")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class Architecture {
    private static final int LINES_OF_A_FILE = 500;
    private static final int DEPTH_BELOW_PROTOCOL = 3;

    // A type at the left margin, with the line before its annotations.
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "(?m)^(?<before>.*)\\R(?:@.*\\R(?:[ )].*\\R)*)*public (?:[a-z-]+ )*(?:class|interface|record|enum|@interface) (?<name>\\w+)");
    private static final Pattern SYNCHRONIZED_BLOCK = Pattern.compile("\\bsynchronized\\s*\\(");

    private final Scan scan;

    /**
     * The rules for the module that consists of these packages and of those below them.
     *
     * @param packages the first of them has a package-info
     * @throws IllegalArgumentException if it has none
     */
    protected Architecture(String... packages) {
        this.scan = Scan.of(getClass(), List.of(packages));
    }

    Architecture(Scan scan) {
        this.scan = scan;
    }

    // ---- what a rule does not hold for

    /** Classes that may use Netty. */
    protected DescribedPredicate<JavaClass> mayUseNetty() {
        return alwaysFalse();
    }

    /** Classes that may use {@code io.jtwisted.netty}. */
    protected DescribedPredicate<JavaClass> mayUseOurNetty() {
        return alwaysFalse();
    }

    /** Classes that may use Spring. */
    protected DescribedPredicate<JavaClass> mayUseSpring() {
        return alwaysFalse();
    }

    /** Classes outside tests that may use AssertJ and JUnit. */
    protected DescribedPredicate<JavaClass> mayAssert() {
        return alwaysFalse();
    }

    /** Classes that may ask for the system's time. */
    protected DescribedPredicate<JavaClass> mayAskForTheTime() {
        return alwaysFalse();
    }

    /** Classes that may wait for a Deferred. */
    protected DescribedPredicate<JavaClass> mayWait() {
        return alwaysFalse();
    }

    /** Classes that may be synchronized. */
    protected DescribedPredicate<JavaClass> mayLock() {
        return alwaysFalse();
    }

    /** Methods and accessors of these may be named after a unit of time. */
    protected DescribedPredicate<JavaClass> mayCountUnitsOfTime() {
        return alwaysFalse();
    }

    /** Tests that may start a reactor which has sockets. */
    protected DescribedPredicate<JavaClass> mayStartReactors() {
        return describe("are integration tests", type -> !Traits.isUnitTest(type));
    }

    // ---- layers

    @Test
    void everyClassIsInAPackageOfTheModule() {
        check(classes().should().resideInAnyPackage(scan.packages().toArray(String[]::new)));
    }

    @Test
    void packagesFormNoCycles() {
        check(slices().matching("io.jtwisted.(**)").should().beFreeOfCycles());
    }

    @Test
    void springStaysInAutoconfigure() {
        check(noClasses()
                .that(not(mayUseSpring()))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "io.jtwisted.spring.."));
    }

    @Test
    void nettyStaysWhereItIs() {
        check(noClasses()
                .that(not(mayUseNetty()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty.."));
    }

    @Test
    void ourNettyIsReachedForByFew() {
        check(noClasses()
                .that(not(mayUseOurNetty()))
                .should()
                .dependOnClassesThat(resideInAPackage("io.jtwisted.netty..")));
    }

    @Test
    void assertionsStayInTests() {
        check(noClasses()
                .that(not(mayAssert()))
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
                .should(Traits.hold(
                        "live in a package with @NullMarked in its package-info",
                        type -> type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked"))));
    }

    @Test
    void protocolsAreNotInheritedDeeply() {
        check(classes()
                .that()
                .areAssignableTo("io.jtwisted.net.Protocol")
                .should(Traits.hold(
                        "be at most " + DEPTH_BELOW_PROTOCOL + " below Protocol",
                        type -> Traits.depthBelow("io.jtwisted.net.Protocol", type) <= DEPTH_BELOW_PROTOCOL)));
    }

    @Test
    void stateIsNeitherStaticNorPublic() {
        check(fields().that().areStatic().should().beFinal());
        check(fields().that().arePublic().should().beStatic());
    }

    @Test
    void optionalIsAResultOnly() {
        check(noFields().should().haveRawType(describe("an Optional", Traits::isOptional)));
        check(noCodeUnits()
                .that()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .haveRawParameterTypes(describe(
                        "with an Optional among them", types -> types.stream().anyMatch(Traits::isOptional))));
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
                .areDeclaredInClassesThat(not(mayCountUnitsOfTime()))
                .should()
                .haveNameMatching(".*(Millis|Micros|Nanos|Seconds|Minutes)"));
    }

    // ---- calls

    @Test
    void onlyClocksKnowTheTime() {
        check(noClasses()
                .that(not(Traits.outermost(mayAskForTheTime())))
                .should()
                .accessTargetWhere(describe("the system's time is read", Traits::readsTheTime)));
    }

    @Test
    void nothingSleeps() {
        check(noClasses().should().accessTargetWhere(describe("a thread sleeps", Traits::sleeps)));
    }

    @Test
    void lettersChangeCaseInALocale() {
        check(noClasses()
                .should()
                .accessTargetWhere(describe("the case changes without a Locale", Traits::changesCaseAnyhow)));
    }

    @Test
    void logsGoToSlf4j() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
        check(noClasses().should(ACCESS_STANDARD_STREAMS));
    }

    @Test
    void fewWaitForADeferred() {
        check(noClasses()
                .that(not(Traits.outermost(mayWait())))
                .should()
                .accessTargetWhere(describe(
                        "await is called",
                        access -> access.getName().equals("await")
                                && access.getTargetOwner().getName().equals("io.jtwisted.defer.Deferred"))));
    }

    @Test
    void fewAreSynchronized() {
        check(noMethods()
                .that()
                .areDeclaredInClassesThat(not(mayLock()))
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED));
        List<String> locking =
                scan.main().that(mayLock()).stream().map(JavaClass::getFullName).toList();
        assertThat(Sources.below(scan.mainSources()))
                .filteredOn(
                        file -> SYNCHRONIZED_BLOCK.matcher(Sources.read(file)).find())
                .extracting(file -> Sources.typeIn(scan.mainSources(), file))
                .as("classes with synchronized blocks, but for those that may have some")
                .isSubsetOf(locking);
    }

    @Test
    void noStepDropsADeferred() throws IOException {
        assertThat(DroppedDeferreds.below(scan.mainSources()))
                .as("steps that give a Deferred for which nothing waits")
                .isEmpty();
    }

    // ---- files

    @Test
    void filesAreShort() {
        assertThat(Stream.of(scan.mainSources(), scan.testSources()).flatMap(root -> Sources.below(root).stream()))
                .filteredOn(file -> Sources.read(file).lines().count() > LINES_OF_A_FILE)
                .as("files longer than %s lines", LINES_OF_A_FILE)
                .isEmpty();
    }

    @Test
    void publicTypesAreDocumented() {
        assertThat(Sources.below(scan.mainSources()).stream()
                        .flatMap(file -> PUBLIC_TYPE.matcher(Sources.read(file)).results())
                        .filter(type -> !type.group(1).endsWith("*/"))
                        .map(type -> type.group(2)))
                .as("public types without Javadoc")
                .isEmpty();
    }

    // ---- tests

    @Test
    void testsKeepAwayFromSockets() {
        checkTests(noClasses()
                .that(describe("are no integration tests", Traits::isUnitTest))
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(Server|Datagram|Multicast)?Socket"
                        + "|java\\.nio\\.channels\\.\\w*(Socket|Datagram)Channel"));
    }

    @Test
    void testsStartNoReactors() {
        checkTests(noClasses()
                .that(not(mayStartReactors()))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.jtwisted.netty.NettyReactor"));
    }

    @Test
    void testsDoNotSleep() {
        checkTests(noClasses().should().accessTargetWhere(describe("a thread sleeps", Traits::sleeps)));
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

    /** Checks a rule of the module's own on its classes. */
    protected final void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(scan.main());
    }

    /** Checks a rule of the module's own on the classes of its tests. */
    protected final void checkTests(ArchRule rule) {
        rule.allowEmptyShould(true).check(scan.tests());
    }
}
