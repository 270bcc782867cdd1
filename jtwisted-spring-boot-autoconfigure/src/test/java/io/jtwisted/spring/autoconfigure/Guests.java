package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Reactor;
import io.jtwisted.netty.NettyReactor;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The clients of a test, on a reactor of their own which runs as long as the test. */
final class Guests implements BeforeEachCallback, AfterEachCallback {
    private final Reactor reactor = NettyReactor.create();

    @Override
    public void beforeEach(ExtensionContext context) {
        reactor.start().await();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        reactor.stop().await();
    }

    /** One guest more at this port of 127.0.0.1, which says this line. */
    Guest come(int port, String line) {
        Guest guest = come(port, 1, Guest::new).get(0);
        reactor.call(() -> guest.sendLine(line)).await();
        return guest;
    }

    <P extends Guest> List<P> come(int port, int number, Supplier<P> guests) {
        List<Deferred<P>> coming = Stream.generate(guests)
                .limit(number)
                .map(guest -> reactor.connect("tcp:127.0.0.1:" + port, guest))
                .toList();
        return Deferred.gatherResults(coming).await();
    }
}
