package io.jtwisted.netty;

import io.jtwisted.defer.ContextCarrier;
import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.DeferredCallable;
import io.jtwisted.defer.Home;
import io.jtwisted.defer.Unhandled;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.loop.VirtualThreads;
import io.jtwisted.net.Connections;
import io.jtwisted.net.HostResolver;
import io.jtwisted.net.Network;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.ReactorStatistics;
import io.jtwisted.net.SystemEvent;
import io.jtwisted.net.SystemEvents;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.net.TlsSource;
import io.jtwisted.net.Transport;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContextBuilder;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The real reactor: one thread, Netty 4.2 below. Made by {@link #create()} or {@link #builder()}, started by
 * {@link #start()}. Several may live in one JVM; a stopped one may be started again, on a new thread.
 */
public final class NettyReactor implements Reactor, Home {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** A way to the network. */
    public enum Io {
        /** The first that is to be had of epoll, kqueue and NIO. */
        AUTO,
        /** The JDK's own, everywhere. */
        NIO,
        /** Linux, with Netty's native library. */
        EPOLL,
        /** macOS and the BSDs, with Netty's native library. */
        KQUEUE,
        /**
         * Linux, with Netty's native library; never chosen by AUTO, because Netty 4.2.17's is not ready. A listener cannot
         * pause ({@code when-full=pause} is refused), a turn's writes leave when the pass ends, and a connection with
         * unsent data whose peer has hung up may not notice that the peer is gone until its write timeout.
         */
        IO_URING
    }

    private final String name;
    private final NettyNetwork network;
    private final CallQueue calls = new CallQueue();
    private final Settings settings;
    private final Life life;
    private final Watched watched;
    private final Work work;
    private List<NettyReactor> siblings = List.of(this);

    private NettyReactor(Settings settings, String name, Watchdog watchdog) {
        this.name = name;
        this.settings = settings;
        this.life = new Life(this, settings);
        this.watched = new Watched(this, watchdog, settings.mdc());
        this.work = new Work(this, settings.work());
        this.network = new NettyNetwork(this, settings);
    }

    /** One as most programs want it, not started. */
    public static NettyReactor create() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The door to Netty, for what we do not offer: the channel behind a connection. You are on your own. */
    public static Channel channelOf(Transport transport) {
        if (transport instanceof NettyConnection connection) {
            return connection.channel();
        }
        throw new IllegalArgumentException("not a connection of a NettyReactor: " + transport);
    }

    /** Which way to the network it has chosen: {@code nio}, {@code epoll}, {@code kqueue} or {@code io-uring}. */
    public String io() {
        return network.transport().name();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean running() {
        return life.running();
    }

    @Override
    public boolean ended() {
        return life.ended();
    }

    @Override
    public boolean inLoop() {
        NettyLoop now = life.loop();
        return now != null && now.inLoop();
    }

    @Override
    public Deferred<Reactor> start() {
        return life.start();
    }

    @Override
    public Deferred<Reactor> stop() {
        return life.stop();
    }

    /**
     * Says that the reactor will be stopped soon. From now on it is given up when its thread does not answer for
     * {@link Builder#stopTimeout}: nothing that waits for it hinders the end of the program. Implied by {@link #stop()}
     * and by the end of the JVM. For any thread.
     */
    public void expectEnd() {
        life.expectEnd();
    }

    @Override
    public boolean givenUp() {
        return life.givenUp();
    }

    @Override
    public Duration now() {
        return Duration.ofNanos(LoopClock.nanos());
    }

    @Override
    public void atTurnEnd(Runnable call) {
        if (!inLoop()) {
            throw new IllegalStateException(
                    "atTurnEnd belongs to the thread of " + name + ": use callFromThread from others");
        }
        loop().atTurnEnd(call);
    }

    @Override
    public DelayedCall callLater(Duration delay, Runnable call) {
        if (!inLoop()) {
            throw new IllegalStateException(
                    life.loop() == null || life.ended()
                            ? name + (life.ended() ? " has stopped" : " has not started")
                                    + ": callLater needs its thread, and deferLater(...) waits until there is one"
                            : "callLater belongs to the thread of " + name
                                    + ": use deferLater(...), or callFromThread(() -> callLater(...)), from others");
        }
        return loop().timedCalls().add(delay, call);
    }

    @Override
    public void callFromThread(Runnable call) {
        calls.add(call);
        NettyLoop now = life.loop();
        if (now != null) {
            now.wakeup();
        }
    }

    @Override
    public void callWhenRunning(Runnable call) {
        life.callWhenRunning(call);
    }

    @Override
    public <T extends @Nullable Object> SystemEvents.Trigger addSystemEventTrigger(
            SystemEvent event, DeferredCallable<T> call) {
        return life.events().add(event, call);
    }

    @Override
    public Connections connections() {
        return watched.connections();
    }

    @Override
    public void addListener(ReactorListener listener) {
        watched.listeners().add(listener);
    }

    @Override
    public ReactorStatistics statistics() {
        NettyLoop now = life.loop();
        return watched.statistics(calls.size(), now);
    }

    @Override
    public Unhandled unhandled() {
        return watched.unhandled();
    }

    @Override
    public <T extends @Nullable Object> Deferred<T> deferToThread(Callable<T> call) {
        return work.run(call);
    }

    @Override
    public <T extends @Nullable Object> Deferred<T> deferToThreadPool(Executor pool, Callable<T> call) {
        return work.run(pool, call);
    }

    @Override
    public <T extends @Nullable Object> Deferred<T> inline(Callable<T> block) {
        return work.inline(block);
    }

    @Override
    public Network network() {
        return network;
    }

    /**
     * Asks the {@link TlsSource} anew for the keys of this bundle. Each open port and each upgrade which uses them, for
     * all or for some names, shows them from its next handshake on, after they have stood the test of a handshake in
     * memory; connections which are open live on. For any thread which may block.
     *
     * @return the certificate which clients will see; empty if there is none in the bundle
     * @throws SSLException if the keys are of no use: they cannot be read, do not belong to each other, have expired,
     *     are not valid yet. Nothing has changed then
     */
    public Optional<X509Certificate> reloadTls(String bundle) throws SSLException {
        return network.contexts().reload().of(new TlsKeys.Bundle(bundle));
    }

    @Override
    public String toString() {
        return name;
    }

    /** The loop of this life. */
    NettyLoop loop() {
        return life.startedLoop();
    }

    /** The thread which has the loop now: its own, or one of a block of sequential code. */
    Thread thread() {
        Thread inline = work.runningInline();
        return inline == null ? loop().thread() : inline;
    }

    Watched watched() {
        return watched;
    }

    /** Its network with all that the rest of this package asks of it. */
    NettyNetwork nettyNetwork() {
        return network;
    }

    Life life() {
        return life;
    }

    CallQueue calls() {
        return calls;
    }

    Work work() {
        return work;
    }

    /** How many bytes of memory the unsent bytes of all its connections may take; zero for any number. */
    long maxUnsent() {
        return settings.maxUnsent(siblings.size());
    }

    List<NettyReactor> siblings() {
        return siblings;
    }

    /**
     * What a reactor may be told before it is made. A builder may be used again: what was built before keeps what was
     * said before.
     */
    public static final class Builder {
        private final SettingsDraft draft = new SettingsDraft();

        private Builder() {}

        /** The name of the reactor and its thread; {@code jtwisted-1} and so on if it is not given. */
        public Builder name(String given) {
            draft.name = given;
            return this;
        }

        /** The way to the network. */
        public Builder io(Io way) {
            draft.io = way;
            return this;
        }

        /** Whether the JVM may end while the reactor runs; not by default. */
        public Builder daemon(boolean mayEnd) {
            draft.daemon = mayEnd;
            return this;
        }

        /**
         * How many threads deferToThread has, 10 by default, and how many calls may wait for one, 1,000 by default.
         *
         * @throws IllegalArgumentException if there is no thread, or the number of calls is negative
         */
        public Builder threads(int most, int waiting) {
            draft.work = draft.work.threads(most, waiting);
            return this;
        }

        /**
         * Has deferToThread use virtual threads, as many as it may have platform threads; not by default.
         *
         * @throws IllegalStateException if they are wanted before Java 21
         */
        public Builder virtualThreads(boolean wanted) {
            draft.work = draft.work.kind(wanted ? VirtualThreads.factory() : Thread::new);
            return this;
        }

        /**
         * How long a thread of deferToThread waits for work before it ends; a minute by default.
         *
         * @throws IllegalArgumentException if it is not at least a millisecond
         */
        public Builder threadKeepAlive(Duration longest) {
            draft.work = draft.work.keepAlive(longest);
            return this;
        }

        /**
         * How many blocks of {@link Reactor#inline} there may be at a time, 1,000 by default. Without continuations each
         * has a thread.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder inlineBlocks(int most) {
            draft.work = draft.work.blocks(most);
            return this;
        }

        /**
         * What goes along with the work of deferToThread to its thread, and back to the steps which wait for its result,
         * and with an inline block over its waits: {@link ContextCarrier#mdc()}, for example. Nothing by default, for it
         * has its price each time.
         */
        public Builder propagateContext(ContextCarrier carrier) {
            draft.work = draft.work.context(carrier);
            return this;
        }

        /**
         * How long protocols have to say goodbye when the reactor stops, and then the work of deferToThread to be done;
         * 2 seconds each by default.
         */
        public Builder drainTimeout(Duration longest) {
            draft.drainTimeout = longest;
            return this;
        }

        /**
         * How long a stop waits for what may never come, 5 seconds by default. Triggers whose Deferreds have not fired
         * by then are cancelled, and the stop goes on. A loop whose thread does not answer for so long is given up, with
         * its stack in the log: what {@link Reactor#stop()} returned fails, each {@link Deferred#await()} for it throws,
         * and the JVM may end.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder stopTimeout(Duration longest) {
            draft.stopTimeout = Watchdog.notNegative(longest);
            return this;
        }

        /**
         * From when on a call is too long, 500 milliseconds by default: one that takes half as much again, or longer, is
         * logged with its stack, counted, and told ({@link ReactorListener#blocked}). Zero looks for none.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder blockedThreshold(Duration tooLong) {
            draft.blockedThreshold = Watchdog.notNegative(tooLong);
            return this;
        }

        /**
         * How many bytes of memory the unsent bytes of all connections of a reactor may take together; a quarter of the
         * JVM's heap by default, divided among the reactors of a group. Beyond it, the connections which have most unsent
         * are aborted, with a WARN. Zero is no limit. For one connection there is {@link io.jtwisted.net.Limits#unsent()}.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxUnsent(long bytes) {
            draft.maxUnsent(bytes);
            return this;
        }

        /**
         * How often to see how long calls from other threads wait ({@link ReactorListener#lag}), every second by
         * default; zero is never.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder lagSampleInterval(Duration interval) {
            draft.lagSampleInterval = Watchdog.notNegative(interval);
            return this;
        }

        /**
         * Whether {@code connection}, {@code listener} and {@code peer} are in SLF4J's MDC while the events of protocols
         * and producers run, too, and not only while the reactor logs something about a connection; not by default, for
         * it costs about 150 nanoseconds an event. What is done later, in a chain or a delayed call, is without them.
         */
        public Builder mdc(boolean wanted) {
            draft.mdc = wanted;
            return this;
        }

        /**
         * Finds the addresses of host names; by default each reactor asks the operating system, on up to 100 threads of its
         * own ({@link HostResolver#system}).
         */
        public Builder hostResolver(HostResolver finder) {
            draft.resolver = finder;
            return this;
        }

        /** The source of the TLS keys behind {@code bundle=}; none by default. */
        public Builder tlsSource(TlsSource source) {
            draft.tlsSource = source;
            return this;
        }

        /**
         * Has the last word on every TLS context of Netty's: those of ports, of clients, of upgrades, and again at each
         * reload. It is told the name of the bundle, empty for keys which are in none. Any number of threads may call.
         */
        public Builder sslContexts(BiConsumer<String, SslContextBuilder> customizer) {
            draft.sslContexts = customizer;
            return this;
        }

        /** For tests: what starts the thread of the loop. */
        Builder threadStart(Consumer<Thread> starter) {
            draft.threadStart = starter;
            return this;
        }

        /**
         * Makes the reactor, not started.
         *
         * @throws IllegalStateException if the way to the network is not to be had here
         */
        public NettyReactor build() {
            Settings settings = draft.settings();
            String called = settings.name().isEmpty() ? "jtwisted-" + NUMBER.incrementAndGet() : settings.name();
            return new NettyReactor(settings, called, settings.watchdog(called));
        }

        /**
         * Makes a group of reactors over which a {@link io.jtwisted.net.Sharable} factory is spread, not started.
         *
         * @throws IllegalArgumentException if {@code size} is less than 1
         */
        public ReactorGroup group(int size) {
            Settings settings = draft.settings();
            String family = settings.family();
            Watchdog watchdog = settings.watchdog(family);
            List<NettyReactor> reactors = new ArrayList<>();
            for (int i = 1; i <= size; i++) {
                int number = draft.name.isEmpty() ? NUMBER.incrementAndGet() : i;
                reactors.add(new NettyReactor(settings, family + "-" + number, watchdog));
            }
            reactors.forEach(reactor -> reactor.siblings = List.copyOf(reactors));
            return ReactorGroup.of(reactors);
        }
    }
}
