package sketches.child;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/** Starts a program, and talks to it. */
record ChildEndpoint(List<String> command, Limits limits) implements ClientEndpoint {

    static ChildEndpoint of(String... command) {
        return new ChildEndpoint(List.of(command), Limits.client());
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(Reactor reactor, P protocol) {
        Start<P> start = new Start<>(reactor.connections().outgoing(), protocol, limits);
        reactor.deferToThread(this::process).tap(start::started).otherwise(start.connected::errback);
        return start.connected;
    }

    private Process process() throws IOException {
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    }

    /** A child that starts, on a thread which may block. The connect may be cancelled meanwhile. */
    private static final class Start<P extends Protocol> {
        private final Ledger ledger;
        private final P protocol;
        private final Limits limits;
        private final Deferred<P> connected = new Deferred<>(given -> givenUp());
        private boolean givenUp;

        Start(Ledger ledger, P protocol, Limits limits) {
            this.ledger = ledger;
            this.protocol = protocol;
            this.limits = limits;
        }

        private void givenUp() {
            givenUp = true;
        }

        void started(Process process) {
            if (givenUp) {
                process.destroyForcibly();
                return;
            }
            Throwable thrown = new ChildConnection(process, protocol, limits, ledger).open();
            if (thrown == null) {
                connected.callback(protocol);
            } else {
                connected.errback(thrown);
            }
        }
    }

    @Override
    public String kind() {
        return "process";
    }

    @Override
    public Address place() {
        return new Address.Named(kind(), command.get(0));
    }

    @Override
    public ChildEndpoint limits(Limits other) {
        return new ChildEndpoint(command, other);
    }

    @Override
    public String toString() {
        return kind() + ":" + String.join(" ", command);
    }
}
