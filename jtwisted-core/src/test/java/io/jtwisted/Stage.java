package io.jtwisted;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.DeferredCallable;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.loop.LoopThread;
import io.jtwisted.loop.TimedCalls;
import io.jtwisted.net.Address;
import io.jtwisted.net.Connection;
import io.jtwisted.net.Connections;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Listeners;
import io.jtwisted.net.Network;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.ReactorStatistics;
import io.jtwisted.net.SystemEvent;
import io.jtwisted.net.SystemEvents;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One protocol, and a test which plays its peer. Everything that is asked for happens before a method returns. */
public final class Stage {
    private final Player reactor = new Player();
    private final Line line;

    private Stage(Protocol protocol) {
        line = new Line(reactor, protocol);
        reactor.play(line::start);
    }

    public static Stage of(Protocol protocol) {
        return new Stage(protocol);
    }

    public Stage sends(String text) {
        return sends(Bytes.utf8(text));
    }

    public Stage sends(Bytes bytes) {
        reactor.play(() -> line.arrives(bytes));
        return this;
    }

    /** Sends the text in pieces of this many bytes. */
    public Stage sendsInPieces(String text, int size) {
        Bytes bytes = Bytes.utf8(text);
        for (int from = 0; from < bytes.length(); from += size) {
            sends(bytes.slice(from, Math.min(from + size, bytes.length())));
        }
        return this;
    }

    public Bytes hearsBytes() {
        return line.written.takeAll();
    }

    public String hears() {
        return hearsBytes().utf8();
    }

    public Stage hangsUp() {
        reactor.play(line::ends);
        return this;
    }

    public boolean isDisconnected() {
        return line.closed;
    }

    /** Whether bytes would be read from the network. */
    public boolean isRead() {
        return line.reading;
    }

    /** Does something on the reactor. */
    public Stage does(Runnable call) {
        reactor.play(call);
        return this;
    }

    private static final class Line extends Connection {
        private final Player player;
        private final ByteQueue written = new ByteQueue();
        private boolean closed;
        private boolean reading = true;

        Line(Player player, Protocol protocol) {
            super(protocol, Limits.client(), player.connections.outgoing());
            this.player = player;
        }

        void start() {
            opened();
        }

        void arrives(Bytes bytes) {
            received(bytes);
        }

        void ends() {
            peerEnded();
        }

        @Override
        protected void enqueue(Bytes data) {
            written.add(data);
        }

        @Override
        protected int enqueue(String text, Charset charset, Bytes end) {
            Bytes data = Bytes.of(text, charset).plus(end);
            written.add(data);
            return data.length();
        }

        @Override
        protected void touch() {
            player.callFromThread(this::turnEnded);
        }

        @Override
        protected void flush() {
            if (unsent() > 0) {
                sent(unsent());
            }
        }

        @Override
        protected void reading(boolean on) {
            reading = on;
        }

        @Override
        protected void shutdownOutput() {}

        @Override
        protected void close(boolean reset) {
            closed = true;
            player.callFromThread(() -> channelGone(null));
        }

        @Override
        protected long nanos() {
            return 0;
        }

        @Override
        public Address peer() {
            return new Address.Memory("peer");
        }

        @Override
        public Address host() {
            return new Address.Memory("host");
        }
    }

    private static final class Player implements Reactor {
        private final ArrayDeque<Runnable> calls = new ArrayDeque<>();
        private final Connections connections = new Connections(this, new Listeners(), false);
        private final TimedCalls timed = new TimedCalls(() -> 0, thrown -> {
            throw new AssertionError(thrown);
        });

        void play(Runnable call) {
            calls.add(call);
            LoopThread.runAs(this, () -> {
                for (Runnable next; (next = calls.poll()) != null; ) {
                    next.run();
                }
            });
        }

        @Override
        public void callFromThread(Runnable call) {
            calls.add(call);
        }

        @Override
        public Connections connections() {
            return connections;
        }

        @Override
        public void atTurnEnd(Runnable call) {
            calls.addFirst(call);
        }

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public boolean ended() {
            return false;
        }

        @Override
        public Duration now() {
            return Duration.ZERO;
        }

        @Override
        public DelayedCall callLater(Duration delay, Runnable call) {
            return timed.add(delay, call);
        }

        @Override
        public String name() {
            return "player";
        }

        @Override
        public boolean running() {
            return true;
        }

        @Override
        public Deferred<Reactor> start() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Deferred<Reactor> stop() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void callWhenRunning(Runnable call) {
            call.run();
        }

        @Override
        public <T extends @Nullable Object> SystemEvents.Trigger addSystemEventTrigger(
                SystemEvent event, DeferredCallable<T> call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void addListener(ReactorListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ReactorStatistics statistics() {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T extends @Nullable Object> Deferred<T> deferToThread(Callable<T> work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T extends @Nullable Object> Deferred<T> inline(Callable<T> block) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Network network() {
            throw new UnsupportedOperationException();
        }
    }
}
