package sketches.ssh;

import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.jspecify.annotations.Nullable;

/** MINA's door to networks, behind which nothing is bound: the connections are those of a factory. */
final class SshNetwork extends AbstractCloseable implements IoServiceFactoryFactory, IoServiceFactory, Factory {
    private final Acceptor acceptor = new Acceptor();
    private @Nullable IoHandler handler;

    @Override
    public Protocol buildProtocol(Address peer) {
        return new SshProtocol(Objects.requireNonNull(handler, "the SSH server has not started"), acceptor);
    }

    @Override
    public IoServiceFactory create(FactoryManager manager) {
        return this;
    }

    @Override
    public IoAcceptor createAcceptor(IoHandler sessions) {
        handler = sessions;
        return acceptor;
    }

    @Override
    public IoConnector createConnector(IoHandler sessions) {
        throw new UnsupportedOperationException("this is a server");
    }

    @Override
    public void setExecutorServiceFactory(org.apache.sshd.common.Factory<CloseableExecutorService> threads) {}

    @Override
    public @Nullable IoServiceEventListener getIoServiceEventListener() {
        return null;
    }

    @Override
    public void setIoServiceEventListener(IoServiceEventListener listener) {}

    private static final class Acceptor extends AbstractCloseable implements IoAcceptor {

        @Override
        public void bind(Collection<? extends SocketAddress> addresses) {}

        @Override
        public void bind(SocketAddress address) {}

        @Override
        public void unbind(Collection<? extends SocketAddress> addresses) {}

        @Override
        public void unbind(SocketAddress address) {}

        @Override
        public void unbind() {}

        @Override
        public Set<SocketAddress> getBoundAddresses() {
            return Set.of(new InetSocketAddress(0));
        }

        @Override
        public Map<Long, IoSession> getManagedSessions() {
            return Map.of();
        }

        @Override
        public @Nullable IoServiceEventListener getIoServiceEventListener() {
            return null;
        }

        @Override
        public void setIoServiceEventListener(IoServiceEventListener listener) {}
    }
}
