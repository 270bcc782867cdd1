package io.jtwisted.spring.autoconfigure;

import io.jtwisted.testsupport.Child;
import io.jtwisted.testsupport.Jvm;
import java.io.IOException;

/** Applications in JVMs of their own. */
final class Applications {

    private Applications() {}

    /** How one is started which devtools leave alone. */
    static Jvm of(Class<?> main) {
        return Jvm.of(main).with("-Dspring.devtools.restart.enabled=false");
    }

    static Child start(Class<?> main, String... arguments) throws IOException {
        return of(main).start(arguments);
    }

    /** One which devtools may start again. */
    static Child restartable(Class<?> main, String... arguments) throws IOException {
        return Jvm.of(main).with("-Dspring.devtools.restart.enabled=true").start(arguments);
    }
}
