package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.Sharable;
import io.jtwisted.testsupport.Log;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#ios")
class ReactorGroupIT {
    private static final String ANY = "tcp:0:interface=127.0.0.1";

    @RegisterExtension
    final Reactors reactors;

    private final NettyReactor client;
    private final ReactorGroup group;

    ReactorGroupIT(NettyReactor.Io io) {
        reactors = new Reactors(io);
        client = reactors.start();
        group = NettyReactor.builder().io(io).daemon(true).name("pair").group(2);
    }

    @BeforeEach
    void startGroup() {
        group.start().await();
    }

    @AfterEach
    void stopGroup() {
        group.stop().await();
    }

    @Test
    void aFactoryThatIsGoneIsForgotten() throws Exception {
        ReferenceQueue<Factory> collected = new ReferenceQueue<>();
        WeakReference<Factory> factory = new WeakReference<>(listenAndClose(), collected);

        Reference<?> gone = null;
        for (int i = 0; i < 200 && gone == null; i++) {
            System.gc();
            gone = collected.remove(50);
        }

        assertThat(gone).isSameAs(factory);
    }

    private Factory listenAndClose() {
        Factory factory = new Ordinary();
        group.listen(ANY, factory).await().stopListening().await();
        return factory;
    }

    @Test
    void allFactoriesLiveOnTheFirstReactorSoThatWhatTheyShareNeedsNoLock() {
        Ordinary first = new Ordinary();
        Ordinary second = new Ordinary();

        serve(group.listen(ANY, first).await());
        serve(group.listen(ANY, second).await());
        serve(group.listen(ANY, second).await());

        assertThat(first.threads).containsExactly("pair-1");
        assertThat(second.threads).containsExactly("pair-1");
        assertThat(group.first().name()).isEqualTo("pair-1");
    }

    @Test
    void aFactoryMayBeGivenAnotherReactorByName() {
        Ordinary factory = new Ordinary();

        serve(group.reactor("pair-2").listen(ANY, factory).await());

        assertThat(factory.threads).containsExactly("pair-2");
        assertThatThrownBy(() -> group.reactor("pair-3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no reactor 'pair-3'; known are pair-1, pair-2");
    }

    @Test
    void aSharableFactoryUsesAllReactors() {
        Spread factory = new Spread();

        Port port = group.listen(ANY, factory).await();
        List<Echo> echoes = serve(port);

        assertThat(factory.threads).containsExactlyInAnyOrder("pair-1", "pair-2");
        assertThat(port.connections()).isEqualTo(echoes.size());
    }

    @Test
    void reactorsHaveNamesOfTheirOwn() {
        assertThat(group.reactors().stream().map(Reactor::name)).containsExactly("pair-1", "pair-2");
        assertThatThrownBy(() -> NettyReactor.builder().group(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLogSaysWhichTransportWasChosen() {
        NettyReactor reactor = reactors.make(builder -> builder.io(NettyReactor.Io.AUTO));

        try (Log log = Log.of(NettyReactor.class)) {
            reactor.start().await();

            assertThat(log.messages(Level.INFO)).containsExactly(reactor.name() + " starts on epoll");
        }
        assertThat(reactor.io()).isEqualTo("epoll");
    }

    private List<Echo> serve(Port port) {
        List<Echo> echoes = List.of(new Echo(), new Echo(), new Echo(), new Echo());
        for (Echo echo : echoes) {
            client.connect("tcp:127.0.0.1:" + port.number(), echo).await();
            assertThat(echo.say("hello").await()).isEqualTo("hello");
        }
        return echoes;
    }

    private static class Ordinary implements Factory {
        final Set<String> threads = ConcurrentHashMap.newKeySet();

        @Override
        public Protocol buildProtocol(Address peer) {
            threads.add(Thread.currentThread().getName());
            return new Echo();
        }
    }

    private static final class Spread extends Ordinary implements Sharable {}
}
