package io.jtwisted.text;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Factory;
import io.jtwisted.net.ProtocolException;
import java.util.HashMap;
import java.util.Map;

/**
 * A protocol of our own, in one file: a server which keeps values by name.
 *
 * <pre>
 * C: PUT motto 12       S: STORED 0
 *    less is more
 * C: GET motto          S: FOUND 12
 *                          less is more
 * </pre>
 */
public final class Register {
    private static final int VALUE_LIMIT = 1 << 20;

    private Register() {}

    /** What a server answers. On the wire: {@code STATUS LENGTH}, and LENGTH bytes after the line. */
    public record Reply(Status status, Bytes value) {

        static Reply of(Status status) {
            return new Reply(status, Bytes.empty());
        }

        Deferred<Reply> now() {
            return Deferred.succeed(this);
        }
    }

    public enum Status {
        STORED,
        FOUND,
        MISSING,
        REFUSED
    }

    /** The serving side. */
    static final class Server extends LineReceiver {
        private static final Verbs<Server, String, Reply> VERBS = Verbs.<Server, Reply>table()
                .on("GET", Server::get)
                .on("PUT", Server::put)
                .unknown(Server::unknown)
                .build();

        private final Map<String, Bytes> values;

        private Server(Map<String, Bytes> values) {
            this.values = values;
        }

        @Override
        public void lineReceived(String line) {
            oneAtATime(VERBS.dispatch(this, line)).tap(this::send).otherwise(this::fail);
        }

        private Deferred<Reply> get(String name) {
            Bytes value = values.get(name);
            return (value == null ? Reply.of(Status.MISSING) : new Reply(Status.FOUND, value)).now();
        }

        private Deferred<Reply> put(String argument) throws ProtocolException {
            String[] words = Words.of(argument, 2);
            return receiveBytes(Words.number(words[1], VALUE_LIMIT))
                    .tap(value -> values.put(words[0], value))
                    .addCallback(value -> Reply.of(Status.STORED));
        }

        private Deferred<Reply> unknown(String line) {
            return Reply.of(Status.REFUSED).now();
        }

        private void send(Reply reply) {
            sendLine(reply.status() + " " + reply.value().length());
            transport().write(reply.value());
        }
    }

    /** The asking side. Its methods may be called from any thread. */
    public static final class Client extends LineReceiver {
        private final Answers<Reply> answers = new Answers<>();

        public Deferred<Reply> get(String name) {
            return ask("GET " + name, Bytes.empty());
        }

        public Deferred<Reply> put(String name, Bytes value) {
            return ask("PUT " + name + " " + value.length(), value);
        }

        private Deferred<Reply> ask(String line, Bytes block) {
            return reactor()
                    .call(() -> answers.ask(() -> {
                        sendLine(line);
                        transport().write(block);
                    }));
        }

        @Override
        public void lineReceived(String line) throws ProtocolException {
            String[] words = Words.of(line, 2);
            Status status = Words.oneOf(Status.class, words[0]);
            receiveBytes(Words.number(words[1], VALUE_LIMIT))
                    .tap(value -> answers.answer(new Reply(status, value)))
                    .otherwise(this::fail);
        }

        @Override
        public void connectionLost(CloseReason reason) {
            answers.lost(reason);
        }
    }

    public static Factory server() {
        Map<String, Bytes> values = new HashMap<>();
        return peer -> new Server(values);
    }
}
