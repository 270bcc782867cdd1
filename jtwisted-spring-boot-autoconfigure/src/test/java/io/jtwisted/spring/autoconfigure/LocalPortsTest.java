package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

class LocalPortsTest {
    private final StaticApplicationContext context = new StaticApplicationContext();
    private final MutablePropertySources sources = context.getEnvironment().getPropertySources();

    @Test
    void aPortMayBeWrittenDownWhileAnotherThreadReadsThemAll() {
        LocalPorts ports = new LocalPorts(context);
        ports.publish("one", 1);
        Iterator<String> reader = ((MapPropertySource) sources.get("jtwisted.ports"))
                .getSource()
                .keySet()
                .iterator();

        ports.publish("other", 2);

        assertThat(reader.next()).isEqualTo("local.jtwisted.one.port"); // of a HashMap: ConcurrentModificationException
        assertThat(context.getEnvironment().getProperty("local.jtwisted.other.port"))
                .isEqualTo("2");
    }

    @Test
    void theMapOfBootsWebServerIsLeftAlone() {
        Map<String, Object> boots = new HashMap<>();
        sources.addFirst(new MapPropertySource("server.ports", boots));

        new LocalPorts(context).publish("one", 1);

        assertThat(boots).isEmpty();
    }
}
