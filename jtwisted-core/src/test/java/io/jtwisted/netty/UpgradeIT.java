package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.Tls;
import io.jtwisted.testing.MemoryReactor;
import io.jtwisted.testsupport.Pki;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS that begins in the middle of the talk: each side is told the same in memory as on sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpgradeIT {
    private final NettyReactor sockets = NettyReactor.builder().daemon(true).build();
    private Tls server = Tls.client();
    private Tls client = Tls.client();

    @BeforeAll
    void begin(@TempDir Path directory) throws Exception {
        Pki pki = new Pki(directory, "ours");
        server = Host.tls(pki.localhost());
        client = Tls.trusting(pki.trust());
        sockets.start().await();
    }

    @AfterAll
    void end() {
        sockets.stop().await();
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesAreToldTheSame(UpgradeScene scene) throws Exception {
        List<List<String>> onSockets = play(scene, sockets); // first: this thread must wait, and belongs to no loop yet

        List<List<String>> inMemory = play(scene, new MemoryReactor());

        assertThat(inMemory).isEqualTo(onSockets);
        assertThat(onSockets.toString()).doesNotContain("secret EVIL", "secret 250");
    }

    private List<List<String>> play(UpgradeScene scene, Reactor reactor) throws Exception {
        UpgradeSide serving = scene.server(server.handshakeTimeout(scene.patience()));
        UpgradeSide asking = scene.client(client.handshakeTimeout(scene.patience()));
        Port port = reactor.listen("tcp:0:interface=127.0.0.1", () -> serving).await();
        reactor.connect("tcp:localhost:" + port.number(), asking).await();
        if (reactor instanceof MemoryReactor memory) {
            memory.advance(scene.patience());
        }
        List<List<String>> told =
                List.of(serving.over().get(20, TimeUnit.SECONDS), asking.over().get(20, TimeUnit.SECONDS));
        port.stopListening().await();
        return told;
    }
}
