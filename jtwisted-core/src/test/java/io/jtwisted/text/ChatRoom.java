package io.jtwisted.text;

import io.jtwisted.JTwisted;
import io.jtwisted.net.Address;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A room where everybody hears everybody else. No locks: a reactor is one thread. */
final class ChatRoom implements Factory {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Map<String, Guest> guests = new LinkedHashMap<>();

    @Override
    public Protocol buildProtocol(Address peer) {
        return new Guest();
    }

    private void tell(String line, Guest except) {
        guests.values().stream().filter(guest -> guest != except).forEach(guest -> guest.sendLine(line));
    }

    private final class Guest extends LineReceiver {
        private @Nullable String name;

        @Override
        public void connectionMade() {
            transport().closeAfterSilence(PATIENCE);
            sendLine("Who are you?");
        }

        @Override
        public void lineReceived(String line) {
            if (name != null) {
                tell("<" + name + "> " + line, this);
            } else if (guests.putIfAbsent(line, this) != null) {
                sendLine(line + " is here already. Who are you?");
            } else {
                name = line;
                tell("* " + name + " came in", this);
            }
        }

        @Override
        public void connectionLost(CloseReason reason) {
            if (name != null) {
                guests.remove(name);
                tell("* " + name + " left", this);
            }
        }
    }

    public static void main(String... args) {
        JTwisted.serve("tcp:7000", new ChatRoom());
    }
}
