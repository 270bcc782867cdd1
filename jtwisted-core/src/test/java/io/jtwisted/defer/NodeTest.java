package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a chain costs: with a header of 12 bytes, three references make 24 for the head and for each link. */
class NodeTest {

    @Test
    void aNodeIsThreeReferences() {
        assertThat(fieldsOf(Node.class))
                .hasSize(3)
                .allSatisfy(field -> assertThat(field.getType()).isEqualTo(Object.class));
        assertThat(fieldsOf(Deferred.class)).isEmpty();
    }

    @Test
    void aLinkWithOneFunctionIsNoMore() {
        assertThat(List.<Class<?>>of(
                        Links.OnValue.class,
                        Links.ChainValue.class,
                        Links.OnOutcome.class,
                        Links.ChainOutcome.class,
                        Links.Tap.class,
                        Links.Always.class,
                        Links.Otherwise.class,
                        Links.Forward.class,
                        Relay.class))
                .allSatisfy(link -> assertThat(fieldsOf(link)).isEmpty());
    }

    private static List<Field> fieldsOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .filter(field -> !field.isSynthetic())
                .toList();
    }
}
