package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Limits;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.spring.autoconfigure.Listeners.Listener;
import io.jtwisted.spring.autoconfigure.Listeners.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private final Listeners listeners = new Listeners();
    private final List<String> told = new ArrayList<>();
    private final Listeners.Watcher watcher = new Listeners.Watcher() {
        @Override
        public void changed(Listener listener) {
            told.add(listener.name() + " " + listener.state());
        }

        @Override
        public void drained(Duration took, int aborted) {
            told.add(took + " " + aborted);
        }
    };

    @Test
    void whoWatchesHearsOfThoseBeforeAndOfAllThatFollows() {
        listeners.put(listener("echo", ServerEndpoint.tcp(0)));

        listeners.watch(watcher);
        listeners.state("echo", State.DRAINING);
        listeners.state("nobody", State.FAILED);
        listeners.put(listener("chat", ServerEndpoint.tcp(0)));
        listeners.drained(Duration.ofSeconds(2), 1);

        assertThat(told).containsExactly("echo LISTENING", "echo DRAINING", "chat LISTENING", "PT2S 1");
    }

    @Test
    void aStateChangesNothingElse() {
        Listener before = listener("echo", ServerEndpoint.tcp(0));
        listeners.put(before);

        listeners.state("echo", State.FAILED);

        assertThat(listeners.get("echo"))
                .isEqualTo(new Listener(
                        "echo", "echoHandler", before.endpoint(), Limits.server(), State.FAILED, before.port()));
        assertThat(listeners.all()).hasSize(1);
    }

    @Test
    void anEndpointSaysHowBytesTravel() {
        assertThat(listener("a", ServerEndpoint.tcp(0)).transport()).isEqualTo("tcp");
        assertThat(listener("a", ServerEndpoint.tcp(0).tls(Tls.bundle("mail"))).transport())
                .isEqualTo("tls");
        assertThat(listener("a", ServerEndpoint.unix("/run/a")).transport()).isEqualTo("unix");
        assertThat(listener("a", ServerEndpoint.parse("test-pigeon:loft")).transport())
                .isEqualTo("test-pigeon");
    }

    @Test
    void bundlesAreThoseForEverybodyAndForSomeNames() {
        Tls tls = new Tls(
                new TlsKeys.Bundle("mail"),
                Tls.ClientAuth.NONE,
                List.of(),
                false,
                "",
                Map.of("a.example", new TlsKeys.Bundle("a"), "b.example", new TlsKeys.Bundle("mail")),
                Duration.ZERO);

        assertThat(listener("a", ServerEndpoint.tcp(0).tls(tls)).bundles()).containsExactly("mail", "a");
        assertThat(listener("a", ServerEndpoint.tcp(0)).bundles()).isEmpty();
    }

    private static Listener listener(String name, ServerEndpoint endpoint) {
        return new Listener(name, name + "Handler", endpoint, Limits.server(), State.LISTENING, new ScriptedPort());
    }
}
