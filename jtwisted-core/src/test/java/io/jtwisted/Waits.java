package io.jtwisted;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.BlockingWork;
import io.jtwisted.defer.ContextCarrier;
import io.jtwisted.defer.Cooperator;
import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.DeferredList;
import io.jtwisted.defer.DeferredQueue;
import io.jtwisted.defer.DeferredSemaphore;
import io.jtwisted.defer.LoopingCall;
import io.jtwisted.defer.Shared;
import io.jtwisted.flow.Flows;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.FileRange;
import io.jtwisted.net.Framing;
import io.jtwisted.net.Layer;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.Transport;
import io.jtwisted.netty.NettyReactor;
import io.jtwisted.testing.MemoryReactor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How to ask each method that gives a Deferred, so that it is not there at once; or why that has no meaning. */
final class Waits implements AutoCloseable {
    private static final int MANY = 5_000;
    private static final int SOME = 500;
    private static final int FEW = 200;

    private final Map<String, Consumer<Asking>> asked = new LinkedHashMap<>();
    private final MemoryReactor memory = new MemoryReactor();
    private final NettyReactor netty = NettyReactor.builder().daemon(true).build();
    private final NettyReactor busy =
            NettyReactor.builder().daemon(true).threads(1, SOME).build();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Shared<String> shared = Shared.of(Deferred.on(memory));
    private final DeferredQueue<String> queue = new DeferredQueue<>();
    private final List<Runnable> never = new ArrayList<>();
    private final CompletionStage<String> stage = new CompletableFuture<String>().minimalCompletionStage();
    private int memoryPort = 7_001;

    /** Stays when it is told to leave. */
    private static final class Stayer extends Protocol {

        private final CountDownLatch made = new CountDownLatch(1);

        @Override
        public void connectionMade() {
            made.countDown();
        }

        @Override
        public void shuttingDown() {}

        void awaitConnection() {
            try {
                if (!made.await(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("there is no connection");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    Waits() {
        await(netty::start);
        await(busy::start);
        busy.deferToThread(() -> over.await(1, TimeUnit.MINUTES)).otherwise(failure -> {});
        deferreds();
        queues();
        reactors();
        threads();
        network();
        connections();
        asked.putAll(new ServiceWaits(memory).asked());
    }

    Map<String, Consumer<Asking>> asked() {
        return asked;
    }

    Map<String, String> reasons() {
        return NoWaits.REASONS;
    }

    /** Lets the reactors do what is to be done now. */
    void settle() {
        for (int i = 0; i < 3; i++) {
            await(() -> netty.call(() -> true));
            await(() -> busy.call(() -> true));
            memory.advance(ZERO);
        }
    }

    @Override
    public void close() {
        over.countDown();
        await(netty::stop);
        await(busy::stop);
    }

    /** Asks and waits elsewhere: this thread is the one of the reactor in memory, and must not wait. */
    private static <T> T await(Supplier<Deferred<T>> ask) {
        return CompletableFuture.supplyAsync(() -> ask.get().await()).join();
    }

    private void deferreds() {
        together("defer.Deferred.addTimeout(Duration)", SOME, () -> shared.get().addTimeout(ofHours(1)));
        together(
                "defer.Deferred.addTimeout(Duration, Clock)",
                SOME,
                () -> shared.get().addTimeout(ofHours(1), memory));
        together(
                "defer.Deferred.addTimeout(Duration, Clock, Callback)",
                SOME,
                () -> shared.get().addTimeout(ofHours(1), memory, outcome -> "late"));
        together("defer.Deferred.deferLater(Clock, Duration)", SOME, () -> Deferred.deferLater(memory, ofHours(1)));
        together(
                "defer.Deferred.deferLater(Clock, Duration, Callable)",
                SOME,
                () -> Deferred.deferLater(memory, ofHours(1), () -> "x"));
        together(
                "defer.Deferred.deferLater(Clock, Duration, DeferredCallable)",
                SOME,
                () -> Deferred.deferLater(memory, ofHours(1), queue::get));
        together(
                "defer.Deferred.deferLater(Clock, Duration, Runnable)",
                SOME,
                () -> Deferred.deferLater(memory, ofHours(1), () -> {}));
        together("defer.Deferred.from(CompletionStage)", SOME, () -> Deferred.from(stage));
        together("defer.Deferred.gatherResults(List)", SOME, () -> Deferred.gatherResults(both()));
        together("defer.Deferred.race(List)", SOME, () -> Deferred.race(both()));
        together("defer.DeferredList.outcomes()", SOME, () -> list().outcomes());
        together("defer.DeferredList.fireOnOneCallback()", SOME, () -> list().fireOnOneCallback());
    }

    private List<Deferred<String>> both() {
        return List.of(shared.get(), queue.get());
    }

    private DeferredList<String> list() {
        return DeferredList.of(both()).consumeErrors();
    }

    private void queues() {
        DeferredSemaphore semaphore = new DeferredSemaphore(1);
        semaphore.acquire().otherwise(failure -> {});
        Cooperator cooperator = Cooperator.notStarted(memory);
        Iterator<String> endless = Stream.generate(() -> "x").iterator();
        together("defer.Shared.get()", MANY, shared::get);
        together("defer.DeferredQueue.get()", MANY, queue::get);
        together("defer.DeferredSemaphore.acquire()", MANY, semaphore::acquire);
        together("defer.DeferredSemaphore.run(Callable)", SOME, () -> semaphore.run(() -> "x"));
        together("defer.DeferredSemaphore.run(DeferredCallable)", SOME, () -> semaphore.run(queue::get));
        together("defer.DeferredSemaphore.run(Runnable)", SOME, () -> semaphore.run(() -> {}));
        together("defer.Cooperator.coiterate(Iterator)", MANY, () -> cooperator.coiterate(endless));
        together("defer.CooperativeTask.whenDone()", MANY, cooperator.cooperate(endless)::whenDone);
        together(
                "defer.LoopingCall.start(Duration)",
                SOME,
                () -> LoopingCall.of(memory, () -> {}).start(ofHours(1)));
        together(
                "defer.LoopingCall.start(Duration, boolean)",
                SOME,
                () -> LoopingCall.of(memory, () -> {}).start(ofHours(1), false));
    }

    private void reactors() {
        oneByOne("net.Reactor.call(Callable)", SOME, () -> netty.call(() -> "x"));
        oneByOne("net.Reactor.call(DeferredCallable)", SOME, () -> netty.call(queue::get));
        oneByOne("net.Reactor.call(Runnable)", SOME, () -> netty.call(() -> {}));
        asked.merge(
                "net.Reactor.call(DeferredCallable)",
                asking -> asking.oneByOne(SOME, () -> memory.call(queue::get)),
                Consumer::andThen);
        together("net.Reactor.deferLater(Duration)", SOME, () -> netty.deferLater(ofHours(1)));
        together("net.Reactor.deferLater(Duration, Callable)", SOME, () -> netty.deferLater(ofHours(1), () -> "x"));
        together(
                "net.Reactor.deferLater(Duration, DeferredCallable)",
                SOME,
                () -> netty.deferLater(ofHours(1), queue::get));
        together("net.Reactor.deferLater(Duration, Runnable)", SOME, () -> netty.deferLater(ofHours(1), () -> {}));
        oneByOne("net.Reactor.inline(Callable)", FEW, () -> netty.inline(queue.get()::await));
        oneByOne(
                "net.Reactor.inline(Runnable)",
                FEW,
                () -> netty.inline(() -> {
                    queue.get().await();
                }));
        oneByOne("netty.NettyReactor.inline(Callable)", FEW, () -> busy.inline(queue.get()::await));
        oneByOne("testing.MemoryReactor.inline(Callable)", FEW, () -> memory.inline(queue.get()::await));
    }

    private void threads() {
        together("net.Reactor.deferToThread(Callable)", SOME, () -> busy.deferToThread(() -> "x"));
        together("net.Reactor.deferToThread(Runnable)", SOME, () -> busy.deferToThread(() -> {}));
        // More than there is room for: what was taken back is not in the way of others.
        oneByOne("netty.NettyReactor.deferToThread(Callable)", 10 * SOME, () -> busy.deferToThread(() -> "x"));
        together(
                "net.Reactor.deferToThreadPool(Executor, Callable)",
                SOME,
                () -> memory.deferToThreadPool(never::add, () -> "x"));
        together(
                "net.Reactor.deferToThreadPool(Executor, Runnable)",
                SOME,
                () -> memory.deferToThreadPool(never::add, () -> {}));
        together(
                "netty.NettyReactor.deferToThreadPool(Executor, Callable)",
                SOME,
                () -> netty.deferToThreadPool(never::add, () -> "x"));
        together(
                "defer.BlockingWork.run(Loop, Executor, ContextCarrier, Callable)",
                SOME,
                () -> BlockingWork.run(memory, never::add, ContextCarrier.none(), () -> "x"));
    }

    private void network() {
        ClientEndpoint.Tcp nobody = ClientEndpoint.tcp("example.org", 7000);
        ClientEndpoint.Unix nowhere = ClientEndpoint.unix("/nowhere");
        Port somewhere = await(() -> netty.listen("tcp:0:interface=localhost", Stayer::new));
        ClientEndpoint.Tcp there = ClientEndpoint.tcp("localhost", somewhere.number());
        together("net.Reactor.connect(ClientEndpoint, Protocol)", SOME, () -> memory.connect(nobody, new Stayer()));
        together(
                "net.Reactor.connect(String, Protocol)",
                FEW,
                () -> memory.connect("tcp:example.org:7000", new Stayer()));
        together(
                "net.Network.connect(Unix, Protocol)",
                SOME,
                () -> memory.call(() -> memory.network().connect(nowhere, new Stayer())));
        onLoop(netty, "net.Network.connect(Tcp, Protocol)", FEW, () -> netty.connect(there, new Stayer()));
        onLoop(
                netty,
                "net.Reactor.listen(String, Supplier)",
                FEW,
                () -> netty.listen("tcp:0:interface=localhost", Stayer::new));
    }

    private void connections() {
        Served inMemory = served(memory);
        Served overTcp = served(netty);
        together("net.Transport.closed()", MANY, inMemory.server().transport()::closed);
        onLoop(netty, "net.Connection.closed()", MANY, overTcp.server().transport()::closed);
        unsent();
        Layer shut = new Layer(new Shut(), new Stayer());
        memory.dial(() -> shut);
        together("net.Layer.opened()", MANY, shut::opened);
        oneByOne(
                "flow.Flows.send(Transport, Publisher)",
                SOME,
                () -> Flows.send(inMemory.server().transport(), silence()));
        oneByOne("net.Port.connectionStatistics()", SOME, overTcp.port()::connectionStatistics);
        together("net.Port.closed()", MANY, inMemory.port()::closed);
        asked.merge("net.Port.closed()", asking -> asking.together(MANY, overTcp.port()::closed), Consumer::andThen);
        Served drained = served(memory);
        Served drainedOverTcp = served(netty);
        together("net.Port.drain(Duration)", SOME, () -> drained.port().drain(ofHours(1)));
        asked.merge(
                "net.Port.drain(Duration)",
                asking -> asking.oneByOne(SOME, () -> drainedOverTcp.port().drain(ofHours(1))),
                Consumer::andThen);
        onLoop(netty, "net.Port.stopListening()", SOME, served(netty).port()::stopListening);
    }

    /** What waits for peers that do not read. */
    private void unsent() {
        Transport inMemory = stuck(memory);
        Transport overTcp = stuck(netty);
        Path file = Path.of("pom.xml");
        together("net.Transport.drained()", MANY, inMemory::drained);
        onLoop(netty, "net.Connection.drained()", MANY, overTcp::drained);
        together("net.Transport.send(Path)", SOME, () -> inMemory.send(file));
        together("net.Transport.send(Path, long, long)", SOME, () -> inMemory.send(file, 1, 2));
        together(
                "net.Transport.send(FileRange, LongConsumer)",
                SOME,
                () -> inMemory.send(FileRange.of(file), bytes -> {}));
        onLoop(
                netty,
                "net.Connection.send(FileRange, LongConsumer)",
                SOME,
                () -> overTcp.send(FileRange.of(file), bytes -> {}));
    }

    private Transport stuck(Reactor reactor) {
        Served served = served(reactor);
        served.stopsReading().run();
        Transport stuck = served.server().transport();
        stuck.write(Bytes.of(new byte[Math.toIntExact(Limits.UNSENT)]));
        return stuck;
    }

    private record Served(Port port, Stayer server, Runnable stopsReading) {}

    /** A port with a connection. */
    private Served served(Reactor reactor) {
        Stayer server = new Stayer();
        String endpoint = reactor == memory ? "tcp:" + memoryPort++ : "tcp:0:interface=127.0.0.1";
        Port port = reactor == memory
                ? memory.listen(endpoint, () -> server).await()
                : await(() -> reactor.listen(endpoint, () -> server));
        Runnable stopsReading = reactor == memory
                ? memory.dial(port)::stopsReading
                : await(() -> reactor.connect("tcp:127.0.0.1:" + port.number(), new Stayer()))
                        .transport()::pauseReading;
        server.awaitConnection();
        return new Served(port, server, stopsReading);
    }

    /** A framing that never opens. */
    private static final class Shut extends Framing {
        @Override
        protected void begin() {}

        @Override
        protected void received(Bytes data) {}

        @Override
        protected void write(Bytes data) {}
    }

    private static Flow.Publisher<Bytes> silence() {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long more) {}

            @Override
            public void cancel() {}
        });
    }

    private void together(String method, int times, Supplier<? extends Deferred<?>> ask) {
        asked.put(method, asking -> asking.together(times, ask));
    }

    private void oneByOne(String method, int times, Supplier<? extends Deferred<?>> ask) {
        asked.put(method, asking -> asking.oneByOne(times, ask));
    }

    /** All in one turn, in which nothing is there before it is cancelled. */
    private void onLoop(Reactor reactor, String method, int times, Supplier<? extends Deferred<?>> ask) {
        asked.put(
                method,
                asking -> await(() -> reactor.call(() -> {
                    asking.together(times, ask);
                    return true;
                })));
    }
}
