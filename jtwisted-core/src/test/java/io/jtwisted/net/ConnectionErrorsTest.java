package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What protocols throw: it closes their own connection, becomes the reason, and is logged once. */
class ConnectionErrorsTest {
    private final IllegalStateException bug = new IllegalStateException("a bug");
    private final MemoryReactor reactor = new MemoryReactor();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Thrower.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    @Test
    void anExceptionInDataReceivedClosesAndDropsWhatWasNotSent() {
        Thrower protocol = new Thrower("data", bug);
        MemoryPeer peer = reactor.dial(() -> protocol);

        peer.sends("x");

        assertThat(protocol.events).containsExactly("made", "x", "lost");
        assertThat(protocol.reason()).isEqualTo(CloseReason.error(bug));
        assertThat(peer.hears()).isEmpty();
        assertThat(peer.isDisconnected()).isTrue();
        isBlamedOnce(Level.ERROR);
    }

    @Test
    void anExceptionInConnectionMadeClosesToo() {
        Thrower protocol = new Thrower("made", bug);

        MemoryPeer peer = reactor.dial(() -> protocol).sends("x");

        assertThat(protocol.events).containsExactly("made", "lost");
        assertThat(peer.isDisconnected()).isTrue();
        isBlamedOnce(Level.ERROR);
    }

    @Test
    void anExceptionInConnectionLostHurtsNobody() {
        Thrower protocol = new Thrower("lost", bug);

        reactor.dial(() -> protocol).hangsUp();

        assertThat(protocol.events).containsExactly("made", "lost");
        assertThat(protocol.reason()).isEqualTo(CloseReason.remote());
        isBlamedOnce(Level.ERROR);
    }

    @Test
    void anExceptionOfAProducerClosesToo() {
        Thrower protocol = new Thrower("pause", bug);
        reactor.dial(() -> protocol);
        protocol.transport().registerProducer(protocol);

        protocol.transport().write(Bytes.of(new byte[70_000]));
        reactor.advance(Duration.ZERO);

        assertThat(protocol.events).containsExactly("made", "pause", "stop", "lost");
        assertThat(protocol.reason()).isEqualTo(CloseReason.error(bug));
        isBlamedOnce(Level.ERROR);
    }

    @Test
    void anErrorIsNoWorseThanAnException() {
        StackOverflowError error = new StackOverflowError();
        Thrower protocol = new Thrower("data", error);

        reactor.dial(() -> protocol).sends("x");

        assertThat(protocol.reason()).isEqualTo(CloseReason.error(error));
        assertThat(reactor.failures()).containsExactly(error);
    }

    @Test
    void whatThePeerOrTheNetworkDidIsLoggedInOneLineAtDebug() {
        Thrower protocol = new Thrower("data", new ProtocolException("not HELO"));

        reactor.dial(() -> protocol).sends("x");

        isBlamedOnce(Level.DEBUG);
        assertThat(log.list.get(0).getThrowableProxy()).isNull();
        assertThat(log.list.get(0).getFormattedMessage()).endsWith("not HELO");
    }

    @Test
    void otherConnectionsLiveOn() {
        MemoryPeer bystander = reactor.dial(() -> new Recorder());

        reactor.dial(() -> new Thrower("data", bug)).sends("x");

        assertThat(bystander.isDisconnected()).isFalse();
        assertThat(reactor.failures()).containsExactly(bug);
    }

    @Test
    void failingFromAChainIsTheSame() {
        Thrower protocol = new Thrower("", bug);
        reactor.dial(() -> protocol);

        IOException noAnswer = new IOException("no answer");
        protocol.transport().fail(noAnswer);
        reactor.advance(Duration.ZERO);

        assertThat(protocol.reason().cause()).isSameAs(noAnswer);
        isBlamedOnce(Level.ERROR, noAnswer);
    }

    @Test
    void anIOExceptionOfOnesOwnIsABugAndHasItsStack() {
        NoSuchFileException missing = new NoSuchFileException("/etc/motd");
        Thrower protocol = new Thrower("data", missing);

        reactor.dial(() -> protocol).sends("x");

        isBlamedOnce(Level.ERROR, missing);
        assertThat(log.list.get(0).getThrowableProxy().getMessage()).isEqualTo("/etc/motd");
        assertThat(log.list.get(0).getFormattedMessage()).endsWith(": closed because of an exception");
    }

    @Test
    void whatBrokeAnotherConnectionIsNoBug() {
        Recorder backend = new Recorder();
        reactor.dial(() -> backend).resets();
        Thrower protocol = new Thrower("", bug);
        reactor.dial(() -> protocol);

        protocol.transport().fail(Objects.requireNonNull(backend.reason().cause()));

        isBlamedOnce(Level.DEBUG);
        assertThat(backend.reason().cause()).isInstanceOf(TransportException.class);
    }

    @Test
    void aConnectionToElsewhereWhichCannotBeMadeIsForTheOperator() {
        Thrower protocol = new Thrower("", bug);
        reactor.dial(() -> protocol);

        protocol.transport().fail(new ConnectException("cannot connect to db:5432: refused"));

        isBlamedOnce(Level.WARN);
        assertThat(log.list.get(0).getThrowableProxy()).isNull();
        assertThat(log.list.get(0).getFormattedMessage())
                .endsWith("closed because of an exception, because of another connection: "
                        + "java.net.ConnectException: cannot connect to db:5432: refused");
    }

    /** What breaks a connection fails what waits for it too, which ends in the same place. */
    @Test
    void whatHasEndedThisConnectionIsNotBlamedOnTheProtocol() {
        SocketException broken = new SocketException("Connection reset");
        Thrower protocol = new Thrower("", bug);
        reactor.dial(() -> protocol);
        reactor.call(() -> ((Connection) protocol.transport()).channelGone(broken));

        protocol.transport().fail(broken);

        isBlamedOnce(Level.DEBUG);
    }

    @Test
    void afterTheEndTheLogDoesNotSayThatItWasClosedBecauseOfThis() {
        Thrower lost = new Thrower("lost", bug);
        reactor.dial(() -> lost).hangsUp();
        lost.transport().fail(bug);
        reactor.advance(Duration.ZERO);

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        first -> assertThat(first).endsWith(": an exception in connectionLost"),
                        second -> assertThat(second).endsWith(": an exception after it was closed"));
        assertThat(reactor.failures()).containsExactly(bug, bug);
    }

    @Test
    void lastWordsLeaveBeforeTheEndWhichHasAReason() {
        ProtocolException wrong = new ProtocolException("expected HELO");
        Thrower protocol = new Thrower("", bug);
        MemoryPeer peer = reactor.dial(() -> protocol);

        reactor.call(() -> {
            protocol.transport().write(Bytes.utf8("500 what?"));
            protocol.transport().loseConnection(wrong);
            return "done";
        });

        assertThat(peer.hears()).isEqualTo("500 what?");
        assertThat(peer.isDisconnected()).isTrue();
        assertThat(peer.wasReset()).isFalse();
        assertThat(protocol.reason()).isEqualTo(CloseReason.error(wrong));
        isBlamedOnce(Level.DEBUG);
    }

    private void isBlamedOnce(Level level) {
        isBlamedOnce(level, bug);
    }

    private void isBlamedOnce(Level level, Throwable failure) {
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(level);
        assertThat(reactor.failures()).isEqualTo(level == Level.ERROR ? List.of(failure) : List.of());
    }

    /** Throws in one of its events. */
    private static final class Thrower extends Recorder {
        private final String where;
        private final Throwable what;

        Thrower(String where, Throwable what) {
            this.where = where;
            this.what = what;
        }

        @Override
        public void connectionMade() throws Exception {
            super.connectionMade();
            in("made");
        }

        @Override
        public void dataReceived(Bytes data) throws Exception {
            super.dataReceived(data);
            transport().write(data);
            in("data");
        }

        @Override
        public void connectionLost(CloseReason why) throws Exception {
            super.connectionLost(why);
            in("lost");
        }

        @Override
        public void pauseProducing() throws Exception {
            super.pauseProducing();
            in("pause");
        }

        private void in(String event) throws Exception {
            if (where.equals(event)) {
                if (what instanceof Error error) {
                    throw error;
                }
                throw (Exception) what;
            }
        }
    }
}
