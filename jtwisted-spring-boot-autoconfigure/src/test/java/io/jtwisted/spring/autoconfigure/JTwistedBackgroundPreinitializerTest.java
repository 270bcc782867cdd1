package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class JTwistedBackgroundPreinitializerTest {

    @Test
    void bootFindsIt() {
        List<BackgroundPreinitializer> found =
                SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class);

        assertThat(found).hasAtLeastOneElementOfType(JTwistedBackgroundPreinitializer.class);
    }

    @Test
    void itLeavesNothingBehind() throws Exception {
        new JTwistedBackgroundPreinitializer().preinitialize();

        assertThat(Threads.named("preinitializer")).isEmpty();
    }
}
