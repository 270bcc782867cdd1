package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.testing.DeferredAssert;
import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactoriesTest {
    private final List<String> news = new ArrayList<>();
    private final Factory factory = new Factory() {
        @Override
        public Protocol buildProtocol(Address peer) {
            return new Protocol() {};
        }

        @Override
        public void startFactory() {
            news.add("started");
        }

        @Override
        public void stopFactory() {
            news.add("stopped");
        }
    };

    @Test
    void aFactoryIsStartedBeforeItsFirstPortAndStoppedAfterItsLast() throws Exception {
        Factories factories = new Factories();

        factories.opening(factory);
        factories.opening(factory);
        factories.closed(factory);
        assertThat(news).containsExactly("started");
        factories.closed(factory);

        assertThat(news).containsExactly("started", "stopped");
    }

    @Test
    void theCountOfAReactorIsThatOfAllItsPorts() throws Exception {
        MemoryReactor reactor = new MemoryReactor();
        DeferredAssert.assertThat(reactor.listen(ServerEndpoint.tcp(7000), factory))
                .succeeded();

        reactor.connections().factories().opening(factory); // a port of another maker
        reactor.connections().factories().closed(factory);

        assertThat(news).containsExactly("started");
    }

    @Test
    void aFactoryThatCannotStopIsToldAndDoesNotKeepItsPortOpen() throws Exception {
        List<Throwable> failures = new ArrayList<>();
        Factories factories = new Factories(failures::add);
        Factory stuck = new Factory() {
            @Override
            public Protocol buildProtocol(Address peer) {
                return new Protocol() {};
            }

            @Override
            public void stopFactory() throws IOException {
                throw new IOException("in use");
            }
        };

        factories.opening(stuck);
        factories.closed(stuck);

        assertThat(failures).hasSize(1).first().isInstanceOf(IOException.class);
    }

    @Test
    void aFactoryThatCannotStartIsNotCounted() throws Exception {
        Factories factories = new Factories();
        List<Throwable> toThrow = new ArrayList<>(List.of(new IOException("no room")));
        Factory late = new Factory() {
            @Override
            public Protocol buildProtocol(Address peer) {
                return new Protocol() {};
            }

            @Override
            public void startFactory() throws IOException {
                if (!toThrow.isEmpty()) {
                    throw new IOException(toThrow.remove(0));
                }
                news.add("started");
            }
        };

        assertThatThrownBy(() -> factories.opening(late)).isInstanceOf(IOException.class);
        factories.opening(late);

        assertThat(news).containsExactly("started");
    }
}
