package sketches.ssh;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Address;
import io.jtwisted.net.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.future.CancelOption;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.DefaultVerifiableSshFuture;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/** What MINA takes for its network. For any thread. */
final class SshSession extends AbstractCloseable implements IoSession {
    private final Transport transport;
    private final IoService service;
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();

    SshSession(Transport transport, IoService service) {
        this.transport = transport;
        this.service = service;
    }

    private static final class Written extends DefaultVerifiableSshFuture<IoWriteFuture> implements IoWriteFuture {

        Written() {
            super("write", null);
        }

        @Override
        public IoWriteFuture verify(long millis, CancelOption... options) throws IOException {
            verifyResult(Boolean.class, millis, options);
            return this;
        }

        @Override
        public boolean isWritten() {
            return Boolean.TRUE.equals(getValue());
        }

        @Override
        public @Nullable Throwable getException() {
            return getValue() instanceof Throwable failure ? failure : null;
        }
    }

    /**
     * Done when there is room for more: this is how the session waits for a slow client. Always by way of the queue of the
     * reactor, so that packets of several threads keep their order; and done on another thread, for the session writes more
     * when it hears of it.
     */
    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) {
        Written written = new Written();
        Bytes data = Bytes.wrap(buffer.getCompactData());
        transport.reactor().callFromThread(() -> {
            transport.write(data);
            transport
                    .drained()
                    .chainCallback(room -> transport.reactor().deferToThread(() -> written.setValue(true)))
                    .otherwise(written::setValue);
        });
        return written;
    }

    @Override
    public void suspendRead() {
        transport.pauseReading();
    }

    @Override
    public void resumeRead() {
        transport.resumeReading();
    }

    @Override
    public void shutdownOutputStream() {
        transport.loseWriteConnection();
    }

    @Override
    protected CloseFuture doCloseGracefully() {
        transport.loseConnection();
        return closeFuture;
    }

    @Override
    protected void doCloseImmediately() {
        transport.abortConnection();
        super.doCloseImmediately();
    }

    /** The connection is gone. */
    void lost() {
        closeFuture.setClosed();
    }

    @Override
    public long getId() {
        return transport.id();
    }

    @Override
    public IoService getService() {
        return service;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return socketAddress(transport.peer());
    }

    @Override
    public SocketAddress getLocalAddress() {
        return socketAddress(transport.host());
    }

    @Override
    public @Nullable SocketAddress getAcceptanceAddress() {
        return null;
    }

    private static SocketAddress socketAddress(Address address) {
        return address instanceof Address.Inet inet
                ? inet.toSocketAddress()
                : new Address.Inet("127.0.0.1", 0).toSocketAddress();
    }

    @Override
    public @Nullable Object getAttribute(Object key) {
        return attributes.get(key);
    }

    @Override
    public @Nullable Object setAttribute(Object key, Object value) {
        return attributes.put(key, value);
    }

    @Override
    public @Nullable Object setAttributeIfAbsent(Object key, Object value) {
        return attributes.putIfAbsent(key, value);
    }

    @Override
    public @Nullable Object removeAttribute(Object key) {
        return attributes.remove(key);
    }
}
