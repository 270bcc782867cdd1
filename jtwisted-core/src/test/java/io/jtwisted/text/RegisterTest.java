package io.jtwisted.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.Stage;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.TransportException;
import io.jtwisted.testing.DeferredAssert;
import io.jtwisted.testing.MemoryReactor;
import io.jtwisted.testing.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterTest {
    private final Factory factory = Register.server();
    private final Register.Client client = new Register.Client();
    private final Stage server = Stage.of(client);
    private final List<Object> answers = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void aServerKeepsValues(int size) throws Exception {
        Stage peer = dial();

        peer.sendsInPieces("PUT motto 12\r\nless is moreGET motto\r\nget nothing\r\nSING\r\n", size);

        assertThat(peer.hears()).isEqualTo("STORED 0\r\nFOUND 12\r\nless is moreMISSING 0\r\nREFUSED 0\r\n");
    }

    @Test
    void valuesAreSharedBetweenConnections() throws Exception {
        dial().sends("PUT a 1\r\nb");

        assertThat(dial().sends("GET a\r\n").hears()).isEqualTo("FOUND 1\r\nb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT motto", "PUT motto -1", "PUT motto 1048577"})
    void whoAsksForTooMuchIsDisconnected(String line) throws Exception {
        assertThat(dial().sends(line + "\r\n").isDisconnected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void aClientGetsItsAnswersInOrder(int size) {
        server.does(() -> {
            client.put("motto", Bytes.utf8("less")).tap(answers::add).otherwise(answers::add);
            client.get("motto").tap(answers::add).otherwise(answers::add);
        });
        assertThat(server.hears()).isEqualTo("PUT motto 4\r\nlessGET motto\r\n");

        server.sendsInPieces("STORED 0\r\nFOUND 4\r\nless", size);

        assertThat(answers)
                .containsExactly(
                        Register.Reply.of(Register.Status.STORED),
                        new Register.Reply(Register.Status.FOUND, Bytes.utf8("less")));
    }

    @Test
    void whoWaitsForAnAnswerHearsOfTheEndEvenInTheMiddleOfIt() {
        server.does(() -> {
            client.get("a").otherwise(answers::add);
            client.get("b").otherwise(answers::add);
        });

        server.sends("FOUND 5\r\nhel").hangsUp();

        assertThat(answers).hasSize(2).hasOnlyElementsOfType(TransportException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void clientAndServerUnderstandEachOther(int size) {
        MemoryReactor reactor = new MemoryReactor().inChunksOf(size);
        Register.Client asking =
                Wire.of(reactor, Register.server(), new Register.Client()).client();
        Bytes motto = Bytes.utf8("less is more");

        Deferred<Register.Reply> stored = asking.put("motto", motto);
        Deferred<Register.Reply> found = asking.get("motto");

        DeferredAssert.assertThat(stored).succeededWith(Register.Reply.of(Register.Status.STORED));
        DeferredAssert.assertThat(found).succeededWith(new Register.Reply(Register.Status.FOUND, motto));
    }

    private Stage dial() throws Exception {
        Protocol protocol = factory.buildProtocol(new Address.Memory("peer"));
        assertThat(protocol).isNotNull();
        return Stage.of(protocol);
    }
}
