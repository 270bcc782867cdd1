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
 * Verbs<Server, String, Reply> verbs = Verbs.<Server, Reply>table(Server::state)
 *         .on("HELO", Server::greet)
 *         .on("MAIL", EnumSet.of(State.GREETED), Server::mail)
 *         .misplaced(Server::badSequence)
 *         .unknown(Server::unknown)
 *         .build();
 * verbs.dispatch(server, "MAIL FROM:<a@b>"); // calls server.mail("FROM:<a@b>")
 * }</pre>
 *
 * <p>The argument need not be a String: {@code Verbs.<Server, Cursor, Reply>table(Server::state, Cursor::over)} makes one of
 * what follows the verb, and a protocol that takes its lines apart by itself calls
 * {@link #dispatch(Object, String, Object)} with a verb and an argument of any type.
 *
 * @param <S> what serves the commands, often a protocol
 * @param <A> the argument of a command
 * @param <R> what a command answers
 */
public final class Verbs<S, A, R extends @Nullable Object> {
    private final Map<String, Entry<S, A, R>> entries;
    private final Function<? super S, ? extends Enum<?>> state;
    private final Function<String, ? extends A> argument;
    private final Handler<S, A, R> unknown;
    private final Handler<S, A, R> misplaced;

    private Verbs(Table<S, A, R> table) {
        this.entries = Map.copyOf(table.entries);
        this.state = table.state;
        this.argument = table.argument;
        this.unknown = table.unknown;
        this.misplaced = table.misplaced == null ? table.unknown : table.misplaced;
    }

    /** A table for a protocol without states. */
    public static <S, R extends @Nullable Object> Table<S, String, R> table() {
        return new Table<>(null, text -> text);
    }

    /** A table for a protocol whose state is found by this function. */
    public static <S, R extends @Nullable Object> Table<S, String, R> table(
            Function<? super S, ? extends Enum<?>> state) {
        return new Table<>(state, text -> text);
    }

    /** The same with arguments that are made of their text by this function, such as {@code Cursor::over}. */
    public static <S, A, R extends @Nullable Object> Table<S, A, R> table(
            Function<? super S, ? extends Enum<?>> state, Function<String, ? extends A> argument) {
        return new Table<>(state, argument);
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
        Entry<S, A, R> entry = entries.get(Ascii.upperCase(verb));
        try {
            Handler<S, A, R> handler = handler(self, entry);
            boolean done = entry != null && handler == entry.handler;
            String text = !done ? line : space < 0 ? "" : line.substring(space + 1);
            return handler.handle(self, argument.apply(text));
        } catch (Exception e) {
            return Deferred.fail(e);
        }
    }

    /**
     * Does this command, whose verb and argument are known already. The handlers of {@link Table#unknown} and
     * {@link Table#misplaced} get the same argument.
     *
     * @return what the method returns; what it throws is the failure
     */
    public Deferred<R> dispatch(S self, String verb, A argument) {
        try {
            return handler(self, entries.get(Ascii.upperCase(verb))).handle(self, argument);
        } catch (Exception e) {
            return Deferred.fail(e);
        }
    }

    private Handler<S, A, R> handler(S self, @Nullable Entry<S, A, R> entry) {
        if (entry == null) {
            return unknown;
        }
        return entry.states == null || entry.states.contains(state.apply(self)) ? entry.handler : misplaced;
    }

    /**
     * Does a command, or answers a line which is none.
     *
     * @param <S> what serves it
     * @param <A> its argument
     * @param <R> what it answers
     */
    @FunctionalInterface
    public interface Handler<S, A, R extends @Nullable Object> {

        /** Does it, with the argument; of a line without a verb that is known, with the whole line as the argument. */
        Deferred<R> handle(S self, A argument) throws Exception;
    }

    private record Entry<S, A, R extends @Nullable Object>(
            Handler<S, A, R> handler, @Nullable Set<? extends Enum<?>> states) {}

    /**
     * A table to be filled.
     *
     * @param <S> what serves the commands
     * @param <A> the argument of a command
     * @param <R> what a command answers
     */
    public static final class Table<S, A, R extends @Nullable Object> {
        private final Map<String, Entry<S, A, R>> entries = new HashMap<>();
        private final Function<? super S, ? extends Enum<?>> state;
        private final Function<String, ? extends A> argument;
        private final boolean stateless;
        private Handler<S, A, R> unknown = (self, line) -> {
            throw new ProtocolException("unknown command");
        };
        private @Nullable Handler<S, A, R> misplaced;

        private Table(@Nullable Function<? super S, ? extends Enum<?>> state, Function<String, ? extends A> argument) {
            this.stateless = state == null;
            this.state = state == null ? self -> Stateless.ALWAYS : state;
            this.argument = argument;
        }

        /**
         * This verb, in any state.
         *
         * @throws IllegalArgumentException if the verb is empty, has a space in it, or is in the table already
         */
        public Table<S, A, R> on(String verb, Handler<S, A, R> handler) {
            return put(verb, new Entry<>(handler, null));
        }

        /**
         * This verb, in these states only.
         *
         * @throws IllegalArgumentException if the verb is empty, has a space in it, or is in the table already
         * @throws IllegalStateException if the table knows no states
         */
        public Table<S, A, R> on(String verb, Set<? extends Enum<?>> states, Handler<S, A, R> handler) {
            if (stateless) {
                throw new IllegalStateException("this table knows no states: begin it with table(Server::state)");
            }
            return put(verb, new Entry<>(handler, Set.copyOf(states)));
        }

        /** Gets the lines whose verb is not in the table. Without it they fail with a {@link ProtocolException}. */
        public Table<S, A, R> unknown(Handler<S, A, R> handler) {
            unknown = handler;
            return this;
        }

        /** Gets the lines whose verb is not allowed in the state. Without it, {@link #unknown} gets them. */
        public Table<S, A, R> misplaced(Handler<S, A, R> handler) {
            misplaced = handler;
            return this;
        }

        public Verbs<S, A, R> build() {
            return new Verbs<>(this);
        }

        private Table<S, A, R> put(String verb, Entry<S, A, R> entry) {
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
