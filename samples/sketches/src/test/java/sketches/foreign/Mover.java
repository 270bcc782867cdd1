package sketches.foreign;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ByteProducer;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Factory;
import io.jtwisted.net.HalfCloseable;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** On the network's thread: passes events on to the foreign one, with at most about {@value #MOST} bytes on the way. */
final class Mover extends Protocol implements HalfCloseable, ByteProducer {
    private static final long MOST = 1 << 18;

    private final ForeignReactor home;
    private final Factory factory;
    private final Ledger ledger;
    private final Deferred<Mover> made;
    private final AtomicLong onTheWay = new AtomicLong();
    private boolean wanted = true;
    private boolean paused;

    /** Touched at home only. */
    private @Nullable MovedConnection moved;

    Mover(ForeignReactor home, Factory factory, Ledger ledger) {
        this.home = home;
        this.factory = factory;
        this.ledger = ledger;
        this.made = Deferred.on(home);
    }

    /** Fires at home when the protocol is connected. */
    Deferred<Mover> made() {
        return made;
    }

    @Override
    public void connectionMade() {
        transport().registerProducer(this);
        Place place = Place.of(transport());
        home.callFromThread(() -> open(place));
    }

    /** At home. */
    private void open(Place place) {
        try {
            Protocol protocol = factory.buildProtocol(place.peer());
            if (protocol == null) {
                transport().loseConnection();
                return;
            }
            MovedConnection connection = new MovedConnection(this, place, protocol, ledger);
            moved = connection;
            Throwable thrown = connection.open();
            if (thrown == null) {
                made.callback(this);
            } else {
                made.errback(thrown);
            }
        } catch (Exception e) {
            transport().fail(e);
        }
    }

    private void tell(Consumer<MovedConnection> news) {
        home.callFromThread(() -> {
            if (moved != null) {
                news.accept(moved);
            }
        });
    }

    @Override
    public void dataReceived(Bytes data) {
        onTheWay.addAndGet(data.length());
        tell(connection -> connection.arrived(data));
        adjust();
    }

    /** The foreign thread has taken these. */
    void took(int length) {
        if (onTheWay.addAndGet(-length) <= MOST / 2) {
            transport().reactor().callFromThread(this::adjust);
        }
    }

    /** The protocol wants more, or no more for now. Any thread. */
    void wants(boolean on) {
        transport().reactor().callFromThread(() -> {
            wanted = on;
            adjust();
        });
    }

    private void adjust() {
        boolean pause = !wanted || onTheWay.get() > MOST;
        if (pause && !paused) {
            transport().pauseReading();
        } else if (!pause && paused) {
            transport().resumeReading();
        }
        paused = pause;
    }

    /** What is on the way came in the clear, and must not be taken for encrypted. */
    Deferred<TlsSession> encrypt(Tls tls) {
        return transport().reactor().call(() -> {
            if (onTheWay.get() > 0) {
                throw new ProtocolException("expected no words in the clear behind the one that starts TLS");
            }
            return transport().startTls(tls);
        });
    }

    @Override
    public void readConnectionLost() {
        tell(MovedConnection::peerHasEnded);
    }

    @Override
    public void connectionLost(CloseReason reason) {
        tell(connection -> connection.gone(reason));
    }

    @Override
    public void shuttingDown() {
        tell(MovedConnection::goodbye);
    }

    @Override
    public void pauseProducing() {
        tell(connection -> connection.full(true));
    }

    @Override
    public void resumeProducing() {
        tell(connection -> connection.full(false));
    }

    @Override
    public void stopProducing() {
        tell(connection -> connection.full(false));
    }
}
