package sketches.ssh;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Protocol;
import java.util.Objects;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.util.Readable;
import org.jspecify.annotations.Nullable;

/**
 * One SSH connection: MINA's session above, the transport below. A key exchange takes tens of milliseconds, so the session
 * runs on threads for blocking work, one event after the other.
 */
final class SshProtocol extends Protocol {
    private static final int MOST = 1 << 18;

    private final IoHandler handler;
    private final IoService service;
    private @Nullable SshSession session;
    private @Nullable InOrder events;
    private int waiting;

    SshProtocol(IoHandler handler, IoService service) {
        this.handler = handler;
        this.service = service;
    }

    @Override
    public void connectionMade() {
        SshSession made = new SshSession(transport(), service);
        session = made;
        events = new InOrder(reactor(), this::fail);
        tell(() -> handler.sessionCreated(made));
    }

    @Override
    public void dataReceived(Bytes data) {
        SshSession made = Objects.requireNonNull(session);
        taken(data.length());
        tell(() -> {
            handler.messageReceived(made, Readable.readable(data.asByteBuffer()));
            reactor().callFromThread(() -> taken(-data.length()));
        });
    }

    /** So many bytes more wait for the session. */
    private void taken(int more) {
        boolean before = waiting > MOST;
        waiting += more;
        if (!before && waiting > MOST) {
            transport().pauseReading();
        } else if (before && waiting <= MOST) {
            transport().resumeReading();
        }
    }

    @Override
    public void connectionLost(CloseReason reason) {
        SshSession made = Objects.requireNonNull(session);
        made.lost();
        tell(() -> {
            Throwable cause = reason.cause();
            if (cause != null) {
                handler.exceptionCaught(made, cause);
            }
            handler.sessionClosed(made);
        });
    }

    /** What the session throws closes the connection. */
    private interface Event {
        void happen() throws Exception;
    }

    private void tell(Event event) {
        Objects.requireNonNull(events).add(() -> {
            event.happen();
            return event;
        });
    }
}
