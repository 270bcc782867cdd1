package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExceptionNamesTest {
    private final ExceptionNames names = new ExceptionNames();

    @Test
    void anExceptionIsCalledByItsSimpleName() {
        assertThat(names.of(new IllegalStateException("secret"))).isEqualTo("IllegalStateException");
    }

    @Test
    void oneWithoutANameIsAnother() {
        assertThat(names.of(new IllegalStateException() {})).isEqualTo("other");
    }

    @Test
    void thereAreNeverMoreThanFifty() {
        List<String> seen = IntStream.range(0, 1_000)
                .mapToObj(i -> names.bounded("Failure" + i))
                .distinct()
                .toList();

        assertThat(seen).hasSize(51).contains("Failure0", "Failure49", "other");
        assertThat(names.bounded("Failure7")).isEqualTo("Failure7");
        assertThat(names.bounded("Failure50")).isEqualTo("other");
    }
}
