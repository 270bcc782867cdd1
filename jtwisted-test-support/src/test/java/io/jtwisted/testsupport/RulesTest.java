package io.jtwisted.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of {@link Architecture} finds what breaks it, and nothing in what is as it should be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesTest {
    /** The rules, and what each of them must find in {@link Offences}. */
    private static final Map<String, String> FOUND = Map.ofEntries(
            Map.entry("everyClassIsInAPackageOfTheModule", "io.jtwisted.stray.Stray"),
            Map.entry("packagesFormNoCycles", "bad.one"),
            Map.entry("springStaysInAutoconfigure", "Springy"),
            Map.entry("nettyStaysWhereItIs", "Nettish"),
            Map.entry("ourNettyIsReachedForByFew", "Reaching"),
            Map.entry("assertionsStayInTests", "Asserting"),
            Map.entry("namesSayWhatAClassIs", "WorkManager"),
            Map.entry("everyPackageIsNullMarked", "Unmarked"),
            Map.entry("protocolsAreNotInheritedDeeply", "Fourth"),
            Map.entry("stateIsNeitherStaticNorPublic", "counter"),
            Map.entry("optionalIsAResultOnly", "Maybe.field"),
            Map.entry("timesAreDurationsAndInstants", "TimeUnit"),
            Map.entry("onlyClocksKnowTheTime", "Timing"),
            Map.entry("nothingSleeps", "Sleepy"),
            Map.entry("lettersChangeCaseInALocale", "Loud"),
            Map.entry("logsGoToSlf4j", "java.util.logging"),
            Map.entry("fewWaitForADeferred", "Waiting"),
            Map.entry("fewAreSynchronized", "Locking"),
            Map.entry("noStepDropsADeferred", "Dropping.java:4"),
            Map.entry("filesAreShort", "Long.java"),
            Map.entry("publicTypesAreDocumented", "Undocumented"),
            Map.entry("testsKeepAwayFromSockets", "SocketTest"),
            Map.entry("testsStartNoReactors", "ReactorTest"),
            Map.entry("testsDoNotSleep", "SleepyTest"),
            Map.entry("testsAssertWithAssertJ", "OtherAssertionsTest"),
            Map.entry("testsAreNamedAsSentences", "testIt"));

    private Path directory;
    private Scan offences;
    private Scan virtues;

    @BeforeAll
    void compile(@TempDir Path folder) throws Exception {
        directory = folder;
        offences = module("bad", Offences.MAIN, Offences.TESTS);
        virtues = module("good", Offences.GOOD_MAIN, Offences.GOOD_TESTS);
    }

    static Stream<String> rules() {
        return Arrays.stream(Architecture.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName);
    }

    @Test
    void eachRuleIsTriedHere() {
        assertThat(rules()).containsExactlyInAnyOrderElementsOf(FOUND.keySet());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void eachFindsWhatBreaksIt(String rule) {
        assertThatThrownBy(() -> check(rule, offences))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(FOUND.get(rule));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void eachLetsPassWhatIsAsItShouldBe(String rule) {
        assertThatCode(() -> check(rule, virtues)).doesNotThrowAnyException();
    }

    @Test
    void aPackageWithoutAMarkIsNoModule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rules("io.jtwisted.nowhere"))
                .withMessageContaining("not io.jtwisted.nowhere");
    }

    @Test
    void whereNothingIsThereAreNoRules() {
        Path empty = directory.resolve("empty");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scan.of(List.of("io.jtwisted.empty"), empty, empty, empty, empty))
                .withMessageContaining("expected classes in " + empty);
    }

    @Test
    void whatDoesNotCompileIsNotTakenForFreeOfTraps() throws Exception {
        Path root = Files.createDirectory(directory.resolve("broken"));
        Files.writeString(root.resolve("Broken.java"), "class Broken { Nowhere field; }");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DroppedDeferreds.below(root))
                .withMessageContaining("Nowhere");
    }

    private static void check(String rule, Scan scan) throws Throwable {
        try {
            Architecture.class.getDeclaredMethod(rule).invoke(new Rules(scan));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Scan module(String name, Map<String, String> main, Map<String, String> tests) throws Exception {
        Path root = directory.resolve(name);
        compile(root.resolve("main"), main, "");
        compile(root.resolve("tests"), tests, ":" + root.resolve("main-classes"));
        return Scan.of(
                List.of("io.jtwisted." + name),
                root.resolve("main-classes"),
                root.resolve("tests-classes"),
                root.resolve("main"),
                root.resolve("tests"));
    }

    /** Writes these sources there, and their classes beside. */
    private static void compile(Path sources, Map<String, String> texts, String more) throws Exception {
        Path classes = Files.createDirectories(sources.resolveSibling(sources.getFileName() + "-classes"));
        Stream.Builder<String> arguments = Stream.builder();
        Stream.of(
                        "-proc:none",
                        "-nowarn",
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path") + more)
                .forEach(arguments);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path file = sources.resolve(text.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            String of = text.getKey().substring(0, text.getKey().lastIndexOf('.'));
            Files.writeString(
                    file,
                    text.getValue().contains("package ") ? text.getValue() : "package " + of + ";\n" + text.getValue());
            arguments.add(file.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, arguments.build().toArray(String[]::new)))
                .as("javac")
                .isZero();
    }

    private static final class Rules extends Architecture {

        Rules(String name) {
            super(name);
        }

        Rules(Scan scan) {
            super(scan);
        }
    }
}
