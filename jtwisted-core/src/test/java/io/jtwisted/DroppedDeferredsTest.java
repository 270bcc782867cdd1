package io.jtwisted;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.testsupport.DroppedDeferreds;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.junit.jupiter.api.Test;

/** The trap that compiles is found with the types of core. That no module has one is a rule of Architecture. */
class DroppedDeferredsTest {
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
