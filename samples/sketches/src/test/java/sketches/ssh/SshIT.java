package sketches.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.netty.NettyReactor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MINA's server over our transport, with MINA's own client over its own. */
class SshIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MUCH = 5_000_000;

    private final Reactor reactor = NettyReactor.create();
    private final SshServer server = SshServer.setUpDefaultServer();
    private final SshNetwork network = new SshNetwork();
    private final SshClient client = SshClient.setUpDefaultClient();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    /** Says what it was told; {@code much} says more than any buffer holds. */
    private static final class Say extends AbstractCommandSupport {

        Say(String command) {
            super(command, null);
        }

        @Override
        public void run() {
            int status = 0;
            try {
                OutputStream output = getOutputStream();
                output.write(
                        getCommand().equals("much")
                                ? new byte[MUCH]
                                : ("you said " + getCommand()).getBytes(StandardCharsets.US_ASCII));
                output.flush();
            } catch (IOException e) {
                status = 1;
            }
            onExit(status);
        }
    }

    @BeforeEach
    void start() throws IOException {
        SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider();
        keys.setAlgorithm("EC");
        keys.setKeySize(256);
        server.setPort(22); // of no meaning, but it must be there
        server.setKeyPairProvider(keys);
        server.setPasswordAuthenticator((user, password, session) -> {
            threads.add(Thread.currentThread().getName());
            return password.equals("secret");
        });
        server.setCommandFactory((channel, command) -> new Say(command));
        server.setIoServiceFactoryFactory(network);
        server.start();
        client.setServerKeyVerifier((session, address, key) -> true);
        client.start();
        reactor.start().await();
    }

    @AfterEach
    void stop() throws IOException {
        client.stop();
        if (reactor.running()) {
            reactor.stop().await();
        }
        server.stop();
    }

    private ClientSession connect(String password) throws IOException {
        Port port = reactor.listen("tcp:0:interface=127.0.0.1", network).await();
        ClientSession session = client.connect("alice", "127.0.0.1", port.number())
                .verify(PATIENCE)
                .getSession();
        session.addPasswordIdentity(password);
        return session;
    }

    @Test
    void aCommandIsAnswered() throws IOException {
        try (ClientSession session = connect("secret")) {
            session.auth().verify(PATIENCE);

            assertThat(session.executeRemoteCommand("hello")).isEqualTo("you said hello");
        }
    }

    @Test
    void theLoopIsNotKeptBusyByKeys() throws IOException {
        try (ClientSession session = connect("secret")) {
            session.auth().verify(PATIENCE);
        }

        assertThat(threads)
                .isNotEmpty()
                .doesNotContain(reactor.blockingCallFromThread(
                        () -> Thread.currentThread().getName()));
    }

    @Test
    void aWrongPasswordIsRefused() throws IOException {
        try (ClientSession session = connect("guess")) {
            assertThatThrownBy(() -> session.auth().verify(PATIENCE))
                    .isInstanceOf(SshException.class)
                    .hasMessageContaining("No more authentication methods");
        }
    }

    @Test
    void muchGoesThrough() throws IOException {
        try (ClientSession session = connect("secret")) {
            session.auth().verify(PATIENCE);
            ByteArrayOutputStream heard = new ByteArrayOutputStream();

            try (ChannelExec channel = session.createExecChannel("much")) {
                channel.setOut(heard);
                channel.open().verify(PATIENCE);
                channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
            }

            assertThat(heard.size()).isEqualTo(MUCH);
        }
    }

    @Test
    void sessionsEndWithTheReactor() throws IOException {
        ClientSession session = connect("secret");
        session.auth().verify(PATIENCE);

        reactor.stop().await();

        assertThat(session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), PATIENCE))
                .contains(ClientSession.ClientSessionEvent.CLOSED);
    }
}
