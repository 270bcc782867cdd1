package sketches.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkTest {
    private final MemoryReactor reactor = new MemoryReactor();

    @Test
    void aFileFollowsItsHeader(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("greeting"), "hello");

        MemoryPeer peer = reactor.dial(() -> new FileServer(Bytes.utf8("5\r\n"), file));

        assertThat(peer.hears()).isEqualTo("5\r\nhello");
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void rowsWaitForASlowPeer() {
        int[] made = {0};
        Bytes row = Bytes.of(new byte[10_000]);
        MemoryPeer peer = reactor.dial(() -> new RowServer(
                Stream.generate(() -> row).limit(1_000).peek(one -> made[0]++).iterator()));
        peer.stopsReading().sends("all rows, please");
        assertThat(made[0]).isLessThan(100);
        assertThat(peer.transport().unsent()).isLessThan(200_000);

        peer.readsAgain();
        assertThat(made[0]).isEqualTo(1_000);
        assertThat(peer.hearsBytes().length()).isEqualTo(10_000_000);
    }

    @Test
    void aRelayPassesBothWaysAndEndsWithItsSides() {
        MemoryPeer client = reactor.dial(() -> new Relay(ClientEndpoint.tcp("backend", 80)));
        client.sends("question");
        MemoryPeer backend = reactor.answers("tcp:backend:80");

        assertThat(backend.hears()).isEqualTo("question");
        backend.sends("answer");
        assertThat(client.hears()).isEqualTo("answer");

        client.hangsUp();
        assertThat(backend.heardEnd()).isTrue();
    }
}
