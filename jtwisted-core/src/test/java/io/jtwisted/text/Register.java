package io.jtwisted.text;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Factory;
import io.jtwisted.net.ProtocolException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        private final ArrayDeque<Deferred<Reply>> waiting = new ArrayDeque<>();
        private @Nullable ProtocolException lost;

        public Deferred<Reply> get(String name) {
            return ask("GET " + name, Bytes.empty());
        }

        public Deferred<Reply> put(String name, Bytes value) {
            return ask("PUT " + name + " " + value.length(), value);
        }

        private Deferred<Reply> ask(String line, Bytes block) {
            return reactor().call(() -> {
                if (lost != null) {
                    return Deferred.fail(lost);
                }
                sendLine(line);
                transport().write(block);
                Deferred<Reply> answer = new Deferred<>();
                waiting.add(answer);
                return answer;
            });
        }

        @Override
        public void lineReceived(String line) throws ProtocolException {
            String[] words = Words.of(line, 2);
            Deferred<Reply> answer = waiting.poll();
            if (answer == null) {
                throw new ProtocolException("an answer to no question: " + line);
            }
            receiveBytes(Words.number(words[1], VALUE_LIMIT))
                    .addCallback(value -> new Reply(Words.oneOf(Status.class, words[0]), value))
                    .tap(answer::callback)
                    .otherwise(answer::errback);
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost = new ProtocolException("connection lost before the answer");
            for (Deferred<Reply> answer; (answer = waiting.poll()) != null; ) {
                answer.errback(lost); // may ask again: hence no iterator, and lost is set first
            }
        }
    }

    public static Factory server() {
        Map<String, Bytes> values = new HashMap<>();
        return peer -> new Server(values);
    }
}
