package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Port;
import io.jtwisted.net.TransportException;
import io.jtwisted.text.Dialogue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DialogueIT {
    @RegisterExtension
    final Reactors reactors = new Reactors(NettyReactor.Io.AUTO);

    private final NettyReactor reactor = reactors.make(builder -> builder.drainTimeout(Duration.ofMinutes(1)));
    private final BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();

    @Test
    void aTalkGoesBackAndForthAndMayAskTheLoop() throws Exception {
        try (Socket socket = connect(conversation -> {
            for (String line; (line = conversation.readLine()) != null; ) {
                String name = line;
                conversation.writeLine(conversation
                        .reactor()
                        .call(() -> "hello " + name + " " + reactor.inLoop())
                        .await());
            }
            outcomes.add("end");
        })) {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

            socket.getOutputStream().write("alice\r\nbob\r\n".getBytes(StandardCharsets.UTF_8));

            assertThat(reader.readLine()).isEqualTo("hello alice true");
            assertThat(reader.readLine()).isEqualTo("hello bob true");
        }
        assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isEqualTo("end");
    }

    @Test
    void fiftyMegabytesGoThereAndBackThroughSmallBuffers() throws Exception {
        int total = 50_000_000;
        try (Socket socket = connect(conversation -> {
            for (Bytes data; (data = conversation.read()) != null; ) {
                conversation.write(data);
            }
        })) {
            Thread sender = new Thread(() -> {
                try {
                    byte[] piece = new byte[100_000];
                    for (int sent = 0; sent < total; sent += piece.length) {
                        socket.getOutputStream().write(piece);
                    }
                } catch (IOException e) {
                    outcomes.add(e);
                }
            });

            sender.start();
            int heard = socket.getInputStream().readNBytes(total).length;
            sender.join();

            assertThat(heard).isEqualTo(total);
            assertThat(outcomes).isEmpty();
        }
    }

    @Test
    void theStopOfTheReactorEndsWhoReadsAndWhoIsElsewhere() throws Exception {
        BlockingQueue<Object> never = new LinkedBlockingQueue<>();
        try (Socket reading = connect(conversation -> tell(conversation::readLine));
                Socket elsewhere = connect(conversation -> tell(never::take))) {
            assertThat(reading.isConnected() && elsewhere.isConnected()).isTrue();
            assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isEqualTo("begins");
            assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isEqualTo("begins");

            reactor.stop().await();
        }

        Object first = outcomes.poll(20, TimeUnit.SECONDS);
        Object second = outcomes.poll(20, TimeUnit.SECONDS);
        assertThat(first == InterruptedException.class ? second : first).isEqualTo(TransportException.class);
        assertThat(first == InterruptedException.class ? first : second).isEqualTo(InterruptedException.class);
    }

    @Test
    void aDialogueMayWaitForADeferredButTheLoopMayNot() throws Exception {
        try (Socket socket = connect(conversation -> outcomes.add(
                conversation.reactor().deferToThread(() -> "worked").await()))) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }

        assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isEqualTo("worked");
        assertThatThrownBy(
                        () -> reactor.call(() -> reactor.deferToThread(() -> 1).await())
                                .await())
                .isInstanceOf(IllegalStateException.class);
    }

    /** Something which waits. */
    private interface Wait {
        @Nullable
        Object call() throws Exception;
    }

    private void tell(Wait wait) throws Exception {
        outcomes.add("begins");
        try {
            wait.call();
        } catch (IOException | InterruptedException e) {
            outcomes.add(e.getClass());
            throw e;
        }
    }

    private Socket connect(Dialogue dialogue) throws Exception {
        if (!reactor.running()) {
            reactor.start().await();
        }
        Port port = reactor.listen("tcp:0:interface=127.0.0.1", Dialogue.of(() -> dialogue))
                .await();
        return new Socket(InetAddress.getLoopbackAddress(), port.number());
    }
}
