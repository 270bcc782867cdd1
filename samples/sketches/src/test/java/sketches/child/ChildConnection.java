package sketches.child;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.Connection;
import io.jtwisted.net.HalfCloseable;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A running child as a connection. The pipes of the JDK block, so it has a thread to read and one to write, and all else
 * happens on the reactor. It ends when the child has exited and all that it had said was read.
 */
final class ChildConnection extends Connection {
    private static final int MOST = 65_536;

    private final Process process;
    private final ByteQueue outbound = new ByteQueue();
    private final ExecutorService threads;
    private boolean wanted = true;
    private boolean reading;
    private boolean writing;
    private boolean heardAll;
    private boolean outputEnded;
    private boolean closed;
    private @Nullable Integer status;

    ChildConnection(Process process, Protocol protocol, Limits limits, Ledger ledger) {
        super(protocol, limits, ledger);
        this.process = process;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "process-" + process.pid());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Ties the protocol to the child; gives what its connectionMade threw. */
    @Nullable
    Throwable open() {
        Deferred.from(process.onExit()).tap(gone -> exited(gone.exitValue())).otherwise(this::fail);
        Throwable thrown = opened();
        readOn();
        return thrown;
    }

    @Override
    protected void reading(boolean on) {
        wanted = on;
        readOn();
    }

    private void readOn() {
        if (wanted && !reading && !heardAll) {
            reading = true;
            reactor()
                    .deferToThreadPool(threads, this::readSome)
                    .tap(this::hasRead)
                    .otherwise(failure -> hasRead(Bytes.empty()));
        }
    }

    /** On a thread of its own. */
    private Bytes readSome() throws IOException {
        byte[] buffer = new byte[MOST];
        int length = process.getInputStream().read(buffer);
        return length < 0 ? Bytes.empty() : Bytes.wrap(Arrays.copyOf(buffer, length));
    }

    private void hasRead(Bytes data) {
        reading = false;
        if (!data.isEmpty()) {
            received(data);
            readOn();
            return;
        }
        heardAll = true;
        if (protocol() instanceof HalfCloseable && !outputEnded) {
            peerEnded(); // else the exit is the end, and says more
        }
        goneIfDone();
    }

    @Override
    protected void enqueue(Bytes data) {
        outbound.add(data);
    }

    @Override
    protected void flush() {
        if (!writing && !outbound.isEmpty()) {
            writing = true;
            Bytes data = outbound.takeAll();
            reactor()
                    .deferToThreadPool(threads, () -> writeAll(data))
                    .tap(this::hasWritten)
                    .otherwise(this::fail);
        }
    }

    /** On a thread of its own. A child need not read all: what it does not want is dropped. */
    private int writeAll(Bytes data) {
        try {
            process.getOutputStream().write(data.toArray());
            process.getOutputStream().flush();
        } catch (IOException e) {
            return data.length();
        }
        return data.length();
    }

    private void hasWritten(int length) {
        writing = false;
        if (!closed) {
            sent(length);
            flush();
        }
    }

    @Override
    protected void shutdownOutput() {
        outputEnded = true;
        try {
            process.getOutputStream().close();
        } catch (IOException e) { // the child has closed it
            return;
        }
    }

    /** Asks the child to end, or ends it. */
    @Override
    protected void close(boolean reset) {
        closed = true;
        outbound.clear();
        if (reset) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        reactor().callFromThread(this::goneIfDone); // it may have exited before, while others hold its output
    }

    /** It was asked to end, and has not. */
    @Override
    protected void cutOff() {
        super.cutOff();
        process.destroyForcibly();
    }

    private void exited(int with) {
        status = with;
        goneIfDone();
    }

    private void goneIfDone() {
        if (status != null && (heardAll || closed)) {
            threads.shutdown();
            channelGone(closed || status == 0 ? null : new ExitException(status));
        }
    }

    @Override
    public Address peer() {
        return new Address.Named("process", Long.toString(process.pid()));
    }

    @Override
    public Address host() {
        return new Address.Named(
                "process", Long.toString(ProcessHandle.current().pid()));
    }

    @Override
    public <T> Optional<T> detail(Class<T> type) {
        return type == ProcessHandle.class ? Optional.of(type.cast(process.toHandle())) : Optional.empty();
    }
}
