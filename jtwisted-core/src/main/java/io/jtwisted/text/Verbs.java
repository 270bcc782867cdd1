package io.jtwisted.text;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ProtocolException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A protocol's commands at a glance: a table of words, of the states in which they are allowed, and of the methods which
 * do them. Made once for all connections.
 *
 * <pre>{@code
 * Verbs<Server, Reply> verbs = Verbs.<Server, Reply>table(Server::state)
 *         .on("HELO", Server::greet)
 *         .on("MAIL", EnumSet.of(State.GREETED), Server::mail)
 *         .misplaced(Server::badSequence)
 *         .unknown(Server::unknown)
 *         .build();
 * }</pre>
 *
 * @param <S> what serves the commands, often a protocol
 * @param <R> what a command answers
 */
public final class Verbs<S, R extends @Nullable Object> {
    private final Map<String, Entry<S, R>> entries;
    private final Function<? super S, ? extends Enum<?>> state;
    private final Handler<S, R> unknown;
    private final Handler<S, R> misplaced;

    private Verbs(Table<S, R> table) {
        this.entries = Map.copyOf(table.entries);
        this.state = table.state;
        this.unknown = table.unknown;
        this.misplaced = table.misplaced == null ? table.unknown : table.misplaced;
    }

    /** A table for a protocol without states. */
    public static <S, R extends @Nullable Object> Table<S, R> table() {
        return new Table<>(null);
    }

    /** A table for a protocol whose state is found by this function. */
    public static <S, R extends @Nullable Object> Table<S, R> table(Function<? super S, ? extends Enum<?>> state) {
        return new Table<>(state);
    }

    /**
     * Does what the line says. The verb goes up to the first space, in capitals or not (of ASCII: no
     * other letter is taken for one of it); the argument is what follows
     * that one space, as it is.
     *
     * @return what the method returns; what it throws is the failure
     */
    public Deferred<R> dispatch(S self, String line) {
        int space = line.indexOf(' ');
        String verb = space < 0 ? line : line.substring(0, space);
        Entry<S, R> entry = entries.get(Ascii.upperCase(verb));
        try {
            if (entry == null) {
                return unknown.handle(self, line);
            }
            if (entry.states != null && !entry.states.contains(state.apply(self))) {
                return misplaced.handle(self, line);
            }
            return entry.handler.handle(self, space < 0 ? "" : line.substring(space + 1));
        } catch (Exception e) {
            return Deferred.fail(e);
        }
    }

    /**
     * Does a command, or answers a line which is none.
     *
     * @param <S> what serves it
     * @param <R> what it answers
     */
    @FunctionalInterface
    public interface Handler<S, R extends @Nullable Object> {

        /** Does it, with the argument, or with the whole line if there is no verb for it. */
        Deferred<R> handle(S self, String argument) throws Exception;
    }

    private record Entry<S, R extends @Nullable Object>(
            Handler<S, R> handler, @Nullable Set<? extends Enum<?>> states) {}

    /**
     * A table to be filled.
     *
     * @param <S> what serves the commands
     * @param <R> what a command answers
     */
    public static final class Table<S, R extends @Nullable Object> {
        private final Map<String, Entry<S, R>> entries = new HashMap<>();
        private final Function<? super S, ? extends Enum<?>> state;
        private final boolean stateless;
        private Handler<S, R> unknown = (self, line) -> {
            throw new ProtocolException("unknown command");
        };
        private @Nullable Handler<S, R> misplaced;

        private Table(@Nullable Function<? super S, ? extends Enum<?>> state) {
            this.stateless = state == null;
            this.state = state == null ? self -> Stateless.ALWAYS : state;
        }

        /**
         * This verb, in any state.
         *
         * @throws IllegalArgumentException if the verb is empty, has a space in it, or is in the table already
         */
        public Table<S, R> on(String verb, Handler<S, R> handler) {
            return put(verb, new Entry<>(handler, null));
        }

        /**
         * This verb, in these states only.
         *
         * @throws IllegalArgumentException if the verb is empty, has a space in it, or is in the table already
         * @throws IllegalStateException if the table knows no states
         */
        public Table<S, R> on(String verb, Set<? extends Enum<?>> states, Handler<S, R> handler) {
            if (stateless) {
                throw new IllegalStateException("this table knows no states: begin it with table(Server::state)");
            }
            return put(verb, new Entry<>(handler, Set.copyOf(states)));
        }

        /** Gets the lines whose verb is not in the table. Without it they fail with a {@link ProtocolException}. */
        public Table<S, R> unknown(Handler<S, R> handler) {
            unknown = handler;
            return this;
        }

        /** Gets the lines whose verb is not allowed in the state. Without it, {@link #unknown} gets them. */
        public Table<S, R> misplaced(Handler<S, R> handler) {
            misplaced = handler;
            return this;
        }

        public Verbs<S, R> build() {
            return new Verbs<>(this);
        }

        private Table<S, R> put(String verb, Entry<S, R> entry) {
            if (verb.isEmpty() || verb.indexOf(' ') >= 0) {
                throw new IllegalArgumentException("expected one word as a verb, not '" + verb + "'");
            }
            if (entries.putIfAbsent(Ascii.upperCase(verb), entry) != null) {
                throw new IllegalArgumentException("the table has two rows for " + verb);
            }
            return this;
        }
    }

    private enum Stateless {
        ALWAYS
    }
}
