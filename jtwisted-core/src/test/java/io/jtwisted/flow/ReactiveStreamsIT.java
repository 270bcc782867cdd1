package io.jtwisted.flow;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.netty.NettyReactor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.Test;

/** The rules of reactive streams, as their own test kit has them, over sockets. Its tests are TestNG's, and run here. */
class ReactiveStreamsIT {
    private static final Reactor REACTOR = NettyReactor.builder().daemon(true).build();

    @BeforeAll
    static void start() {
        REACTOR.start().await();
    }

    @AfterAll
    static void stop() {
        REACTOR.stop().await();
    }

    @TestFactory
    Stream<DynamicTest> whatAConnectionReceivesIsAPublisher() {
        return rules(FlowPublisherVerification.class)
                .map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> {
                    Received received = new Received();
                    received.setUp();
                    follow(rule, received);
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatWritesToAConnectionIsASubscriber() {
        return rules(FlowSubscriberBlackboxVerification.class)
                .map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> {
                    Sent sent = new Sent();
                    sent.startPublisherExecutorService();
                    try {
                        sent.setUp();
                        follow(rule, sent);
                    } finally {
                        sent.shutdownPublisherExecutorService();
                    }
                }));
    }

    /** All but those which no program can check, and those for publishers of several subscribers. */
    private static Stream<Method> rules(Class<?> verification) {
        return Arrays.stream(verification.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> !method.getName().startsWith("untested_"))
                .filter(method -> !method.getName().startsWith("optional_spec111_"));
    }

    /** A rule which skips itself fails. */
    private static void follow(Method rule, Object verification) throws Throwable {
        try {
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static TestEnvironment patience() {
        return new TestEnvironment(5_000, 50, 20);
    }

    private static void join(Protocol server, Protocol client) {
        Port port = REACTOR.listen("tcp:0:interface=127.0.0.1", () -> server).await();
        REACTOR.connect("tcp:127.0.0.1:" + port.number(), client).await();
    }

    /** Sends so many pieces of one byte, each when the one before has arrived: so they arrive as they are. */
    private static final class Drip extends Protocol {
        private long left;

        Drip(long pieces) {
            left = pieces;
        }

        @Override
        public void connectionMade() {
            more();
        }

        void more() {
            if (left == 0) {
                transport().loseConnection();
            } else {
                left--;
                transport().write(Bytes.of((byte) left));
            }
        }
    }

    private static final class Chopped extends FlowProtocol {
        private final CompletableFuture<Boolean> lost = new CompletableFuture<>();
        private final CompletableFuture<Boolean> made = new CompletableFuture<>();
        private final Drip drip;

        Chopped(Drip drip) {
            this.drip = drip;
        }

        @Override
        public void connectionMade() {
            made.complete(true);
        }

        @Override
        public void dataReceived(Bytes data) throws Exception {
            super.dataReceived(data);
            drip.more();
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost.complete(true);
        }

        Chopped connected() throws Exception {
            join(this, drip);
            made.get(10, SECONDS);
            return this;
        }
    }

    private static final class Received extends FlowPublisherVerification<Bytes> {
        Received() {
            super(patience());
        }

        @Override
        public Flow.Publisher<Bytes> createFlowPublisher(long elements) {
            try {
                return new Chopped(new Drip(elements)).connected().received();
            } catch (Exception e) {
                throw new AssertionError("no connection", e);
            }
        }

        @Override
        public Flow.Publisher<Bytes> createFailedFlowPublisher() {
            try {
                Chopped broken = new Chopped(new Drip(1)).connected();
                broken.transport().abortConnection();
                broken.lost.get(10, SECONDS);
                return broken.received();
            } catch (Exception e) {
                throw new AssertionError("no connection", e);
            }
        }
    }

    private static final class Sent extends FlowSubscriberBlackboxVerification<Bytes> {
        Sent() {
            super(patience());
        }

        @Override
        public Flow.Subscriber<Bytes> createFlowSubscriber() {
            Protocol writer = new Protocol() {};
            join(new Protocol() {}, writer);
            return REACTOR.call(() -> {
                        Outflow outflow = new Outflow(writer.transport());
                        writer.transport().registerProducer(outflow);
                        outflow.from(subscriber -> {}).otherwise(failure -> {});
                        return outflow;
                    })
                    .await();
        }

        @Override
        public Bytes createElement(int element) {
            return Bytes.of((byte) element);
        }
    }
}
