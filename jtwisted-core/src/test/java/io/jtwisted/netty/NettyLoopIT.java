package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.jtwisted.net.Port;
import io.jtwisted.testsupport.Log;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NettyLoopIT {
    @RegisterExtension
    final Reactors reactors = new Reactors(NettyReactor.Io.NIO);

    private final List<String> steps = new CopyOnWriteArrayList<>();

    @Test
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // a connection whose end of turn throws, and whose fail throws
    void aTurnThatCannotBeEndedIsNotTheLast() throws Exception {
        NettyReactor reactor = reactors.start();
        Port port = reactor.listen("tcp:0:interface=127.0.0.1", Echo::new).await();
        Recorder client = new Recorder().wants(29);
        reactor.connect("tcp:127.0.0.1:" + port.number(), client).await();

        try (Log log = Log.of(NettyReactor.class)) {
            reactor.call(() -> {
                        reactor.loop().touch(null);
                        client.write("in the same turn");
                    })
                    .await();
            reactor.call(() -> client.write(", in the next")).await();

            assertThat(client.enough().text()).isEqualTo("in the same turn, in the next");
            assertThat(log.at(Level.ERROR)).hasSize(1);
        }
    }

    @Test
    void itEndsWhateverAStepThrows() {
        NettyReactor reactor = reactors.make();
        CallQueue calls = new CallQueue();
        CountDownLatch over = new CountDownLatch(1);
        NettyLoop loop = new NettyLoop(
                reactor,
                new NioTransport(),
                calls,
                () -> {
                    calls.add(() -> steps.add("last call"));
                    throw new OutOfMemoryError("on the way to the end");
                },
                over::countDown);
        calls.add(loop::stop);

        loop.start(Thread::start);

        Reactors.wait(over);
        assertThat(steps).containsExactly("last call");
    }
}
