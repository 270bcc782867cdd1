package io.jtwisted.samples.quickstart;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Address;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.spring.ProtocolHandler;
import io.jtwisted.text.LineReceiver;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A room where each guest hears all others, on whichever port they came in. No locks: a reactor is one thread. */
@ProtocolHandler({"chat", "chats"})
final class ChatRoom implements Factory {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Map<String, Guest> guests = new LinkedHashMap<>();

    @Override
    public Protocol buildProtocol(Address peer) {
        return new Guest();
    }

    /** The names of the guests. */
    List<String> names() {
        return List.copyOf(guests.keySet());
    }

    /** Says something to all guests. */
    void announce(String line) {
        guests.values().forEach(guest -> guest.sendLine("* " + line));
    }

    private void tell(String line, Guest except) {
        guests.values().stream().filter(guest -> guest != except).forEach(guest -> guest.sendLine(line));
    }

    private final class Guest extends LineReceiver {
        private @Nullable String name;

        private Guest() {
            setDelimiter(Bytes.utf8("\n")); // what nc sends; a CR before it, which telnet sends, belongs to it
        }

        @Override
        public void connectionMade() {
            transport().closeAfterSilence(PATIENCE);
            sendLine("Who are you?");
        }

        @Override
        public void lineReceived(String text) {
            String line = text.strip();
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
        public void shuttingDown() {
            sendLine("* the room closes, farewell");
            transport().loseConnection();
        }

        @Override
        public void connectionLost(CloseReason reason) {
            if (name != null) {
                guests.remove(name);
                tell("* " + name + " left", this);
            }
        }
    }
}
