package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Address;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.Sharable;
import io.jtwisted.spring.ListenerRegistry;
import io.jtwisted.spring.ProtocolHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Two loops, and what the README teaches: a room without a lock, and others which ask for it on the reactor.
 * {@code -Djtwisted.race=100} takes a hundred times as long.
 */
class SeveralLoopsIT {
    private static final int CALLERS = 3;
    private static final int LENGTH = Integer.getInteger("jtwisted.race", 1);
    private static final int GUESTS = 150 * LENGTH;
    private static final int PATIENCE = 30 * LENGTH;

    @Test
    void aRoomWithoutALockIsAskedFromOtherThreadsAndThereIsNoRace() throws Exception {
        try (ConfigurableApplicationContext context = run()) {
            Window window = new Window(context.getBean(Reactor.class), context.getBean(Room.class));

            play(context, window, "room", "hall");

            assertThat(context.getBean(Room.class).threads).containsExactly("jtwisted-1");
        }
    }

    @Test
    void soItIsOnAReactorOfItsOwn() throws Exception {
        try (ConfigurableApplicationContext context =
                run("--jtwisted.listeners.room.reactor=jtwisted-2", "--jtwisted.listeners.hall.reactor=jtwisted-2")) {
            ListenerRegistry registry = context.getBean(ListenerRegistry.class);
            Window window = new Window(registry.reactor("room"), context.getBean(Room.class));

            play(context, window, "room", "hall");

            assertThat(context.getBean(Room.class).threads).containsExactly("jtwisted-2");
        }
    }

    @Test
    void onlyWhatIsSharableIsSpread() throws Exception {
        try (ConfigurableApplicationContext context = run()) {
            for (int i = 0; i < 8; i++) {
                try (Client client = Client.of(context, "mirror")) {
                    assertThat(client.ask("hello", 5)).isEqualTo("hello");
                }
            }

            assertThat(context.getBean(Mirror.class).threads).containsExactlyInAnyOrder("jtwisted-1", "jtwisted-2");
        }
    }

    @Test
    void whatIsSharableStaysWhereItWasPut() throws Exception {
        try (ConfigurableApplicationContext context = run("--jtwisted.listeners.mirror.reactor=jtwisted-2")) {
            for (int i = 0; i < 8; i++) {
                try (Client client = Client.of(context, "mirror")) {
                    assertThat(client.ask("hello", 5)).isEqualTo("hello");
                }
            }

            assertThat(context.getBean(Mirror.class).threads).containsExactly("jtwisted-2");
        }
    }

    /** Guests come and go through both doors, while others ask who is there. */
    private static void play(ConfigurableApplicationContext context, Window window, String... doors) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(CALLERS + doors.length);
        AtomicBoolean over = new AtomicBoolean();
        try {
            List<Future<?>> guests = new ArrayList<>();
            for (String door : doors) {
                guests.add(pool.submit(() -> {
                    for (int i = 0; i < GUESTS; i++) {
                        try (Client guest = Client.of(context, door)) {
                            assertThat(guest.ask("!", 5)).isEqualTo("hello");
                        }
                    }
                    return door;
                }));
            }
            List<Future<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(pool.submit(() -> {
                    int asked = 0;
                    while (!over.get()) {
                        assertThat(window.names()).doesNotHaveDuplicates();
                        asked++;
                    }
                    return asked;
                }));
            }
            for (Future<?> guest : guests) {
                guest.get(PATIENCE, TimeUnit.SECONDS);
            }
            over.set(true);
            for (Future<Integer> caller : callers) {
                assertThat(caller.get(PATIENCE, TimeUnit.SECONDS)).isPositive();
            }
        } finally {
            over.set(true);
            pool.shutdownNow();
        }
    }

    private static ConfigurableApplicationContext run(String... more) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(Map.of(
                        "jtwisted.reactor.event-loops", 2,
                        "jtwisted.defaults.address", "127.0.0.1",
                        "spring.main.banner-mode", "off"))
                .run(more);
    }

    /** What a controller does. */
    private record Window(Reactor reactor, Room room) {

        List<String> names() {
            return reactor.call(room::names).await();
        }
    }

    /** In every order of bean names, a handler is before the room, and one behind it. */
    @Configuration
    @EnableAutoConfiguration
    @Import({Before.class, Room.class, Hall.class, Mirror.class})
    static class Application {}

    @ProtocolHandler(value = "before", endpoint = "tcp:0")
    static final class Before extends Protocol {}

    /** Its other door: a handler of its own, which shares the room. */
    @ProtocolHandler(value = "hall", endpoint = "tcp:0")
    static final class Hall implements Factory {
        private final Room room;

        Hall(Room room) {
            this.room = room;
        }

        @Override
        public Protocol buildProtocol(Address peer) {
            return room.buildProtocol(peer);
        }
    }

    /** Not safe for threads, and notes which ones it meets. */
    @ProtocolHandler(value = "room", endpoint = "tcp:0")
    static final class Room implements Factory {
        private final Set<String> threads = ConcurrentHashMap.newKeySet();
        private final Map<String, Protocol> guests = new LinkedHashMap<>();
        private int number;

        List<String> names() {
            threads.add(Thread.currentThread().getName());
            return List.copyOf(guests.keySet());
        }

        @Override
        public Protocol buildProtocol(Address peer) {
            threads.add(Thread.currentThread().getName());
            String name = "guest " + ++number;
            return new Protocol() {
                @Override
                public void dataReceived(Bytes data) {
                    guests.put(name, this);
                    transport().write(Bytes.utf8("hello"));
                }

                @Override
                public void connectionLost(CloseReason reason) {
                    threads.add(Thread.currentThread().getName());
                    guests.remove(name);
                }
            };
        }
    }

    @ProtocolHandler(value = "mirror", endpoint = "tcp:0")
    static final class Mirror implements Factory, Sharable {
        private final Set<String> threads = ConcurrentHashMap.newKeySet();

        @Override
        public Protocol buildProtocol(Address peer) {
            return new Protocol() {
                @Override
                public void dataReceived(Bytes data) {
                    threads.add(Thread.currentThread().getName());
                    transport().write(data);
                }
            };
        }
    }
}
