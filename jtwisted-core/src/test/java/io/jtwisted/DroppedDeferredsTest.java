package io.jtwisted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** No step of ours gives a Deferred for which nothing waits. */
class DroppedDeferredsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void theTrapIsFoundWhereItIs() throws IOException {
        String source = """
                import io.jtwisted.defer.*;
                class Trap {
                    void step(Deferred<String> d, io.jtwisted.loop.Clock clock) {
                        d.tap(v -> later(v)).otherwise(e -> {});
                        d.tap(this::later);
                        d.tap(v -> { later(v); });
                        d.tap(String::strip).tap(v -> v.strip());
                        d.chainCallback(v -> later(v)).otherwise(e -> System.err.println(e));
                        LoopingCall.withCount(clock, c -> later("x"));
                        LoopingCall.chainWithCount(clock, c -> later("x"));
                    }

                    Deferred<String> later(String v) {
                        return Deferred.succeed(v);
                    }
                }
                """;

        List<String> found = DroppedDeferreds.in(List.of(new Source(source)));

        assertThat(found)
                .containsExactly(
                        "Trap.java:4: (v)->later(v)", "Trap.java:5: this::later", "Trap.java:9: (c)->later(\"x\")");
    }

    @Test
    void coreHasNone() throws IOException {
        List<Path> sources = sources(ROOT.resolve("jtwisted-core/src/main/java"));

        List<String> found = in(sources);

        assertThat(sources).hasSizeGreaterThan(100);
        assertThat(found).isEmpty();
    }

    private static List<String> in(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            return DroppedDeferreds.in(files.getJavaFileObjectsFromPaths(sources));
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Trap.java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
