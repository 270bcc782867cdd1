package io.jtwisted.testsupport;

import java.util.Map;

/** The sources of a module that breaks each rule once, and of one that breaks none: type and text, without the package. */
final class Offences {
    private static final String MARK =
            "/** All of it. */\n@org.jspecify.annotations.NullMarked\npackage io.jtwisted.%s;\n";

    static final Map<String, String> MAIN = Map.ofEntries(
            // What is used, in the shape of ours.
            Map.entry("io.jtwisted.net.Protocol", "/** Ours. */\npublic class Protocol {}"),
            Map.entry("io.jtwisted.netty.NettyReactor", "/** Ours. */\npublic class NettyReactor {}"),
            Map.entry("io.jtwisted.defer.Action", "/** Ours. */\npublic interface Action<T> { void run(T value); }"),
            Map.entry(
                    "io.jtwisted.defer.Deferred",
                    "/** Ours. */\npublic class Deferred<T> { public void await() {} public void tap(Action<T> step) {} }"),
            Map.entry("org.springframework.Bean", "/** Theirs. */\npublic class Bean {}"),
            // What breaks the rules.
            Map.entry("io.jtwisted.stray.Stray", "class Stray {}"),
            Map.entry("io.jtwisted.bad.one.One", "/** One. */\npublic class One { io.jtwisted.bad.two.Two two; }"),
            Map.entry("io.jtwisted.bad.two.Two", "/** Two. */\npublic class Two { io.jtwisted.bad.one.One one; }"),
            Map.entry("io.jtwisted.bad.Springy", "class Springy { org.springframework.Bean bean; }"),
            Map.entry("io.jtwisted.bad.Nettish", "class Nettish { io.netty.buffer.ByteBuf buffer; }"),
            Map.entry("io.jtwisted.bad.Reaching", "class Reaching { io.jtwisted.netty.NettyReactor reactor; }"),
            Map.entry("io.jtwisted.bad.Asserting", "class Asserting { org.assertj.core.api.Assertions all; }"),
            Map.entry("io.jtwisted.bad.WorkManager", "class WorkManager {}"),
            Map.entry("io.jtwisted.bad.Unmarked", "class Unmarked {}"),
            Map.entry("io.jtwisted.bad.Fourth", """
                    class First extends io.jtwisted.net.Protocol {}
                    class Second extends First {}
                    class Third extends Second {}
                    class Fourth extends Third {}"""),
            Map.entry("io.jtwisted.bad.Stateful", "class Stateful { static int counter; }"),
            Map.entry("io.jtwisted.bad.Maybe", "class Maybe { java.util.Optional<String> field; }"),
            Map.entry("io.jtwisted.bad.Slow", "class Slow { void after(long n, java.util.concurrent.TimeUnit u) {} }"),
            Map.entry("io.jtwisted.bad.Timing", "class Timing { long now() { return System.nanoTime(); } }"),
            Map.entry("io.jtwisted.bad.Sleepy", "class Sleepy { void nap() throws Exception { Thread.sleep(1); } }"),
            Map.entry("io.jtwisted.bad.Loud", "class Loud { String shout(String s) { return s.toUpperCase(); } }"),
            Map.entry("io.jtwisted.bad.Logging", "class Logging { java.util.logging.Logger logger; }"),
            Map.entry(
                    "io.jtwisted.bad.Waiting",
                    "class Waiting { void on(io.jtwisted.defer.Deferred<?> d) { d.await(); } }"),
            Map.entry("io.jtwisted.bad.Locking", "class Locking { void all() { synchronized (this) { } } }"),
            Map.entry("io.jtwisted.bad.Dropping", """
                    import io.jtwisted.defer.Deferred;
                    class Dropping {
                        void step(Deferred<String> d) { d.tap(v -> later()); }
                        Deferred<String> later() { return new Deferred<>(); } }"""),
            Map.entry("io.jtwisted.bad.Long", "class Long {}" + "\n".repeat(500)),
            Map.entry("io.jtwisted.bad.Undocumented", "public class Undocumented {}"));

    static final Map<String, String> TESTS = Map.of(
            "io.jtwisted.bad.SocketTest", "class SocketTest { java.net.Socket socket; }",
            "io.jtwisted.bad.ReactorTest", "class ReactorTest { io.jtwisted.netty.NettyReactor reactor; }",
            "io.jtwisted.bad.SleepyTest", "class SleepyTest { void nap() throws Exception { Thread.sleep(1); } }",
            "io.jtwisted.bad.OtherAssertionsTest",
                    "class OtherAssertionsTest { org.junit.jupiter.api.Assertions all; }",
            "io.jtwisted.bad.NamedTest", "class NamedTest { @org.junit.jupiter.api.Test void testIt() {} }");

    static final Map<String, String> GOOD_MAIN = Map.of(
            "io.jtwisted.good.package-info", MARK.formatted("good"),
            "io.jtwisted.good.parts.package-info", MARK.formatted("good.parts"),
            "io.jtwisted.good.Whole",
                    "/** Has parts. */\n@SuppressWarnings(\n    \"x\")\npublic final class Whole { private final parts.Part part = new parts.Part(); }"
                            .replace("parts.", "io.jtwisted.good.parts."),
            "io.jtwisted.good.parts.Part", """
                    /** A part. */
                    public final class Part {
                        public java.util.Optional<String> name() { return java.util.Optional.empty(); }
                        void rest(java.time.Duration time) {}
                        String loud(String word) { return word.toUpperCase(java.util.Locale.ROOT); } }""");

    static final Map<String, String> GOOD_TESTS = Map.of(
            "io.jtwisted.good.WholeTest", "class WholeTest { @org.junit.jupiter.api.Test void aWholeHasAPart() {} }",
            "io.jtwisted.good.WholeIT", "class WholeIT { java.net.Socket socket; }");

    private Offences() {}
}
