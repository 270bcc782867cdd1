package io.jtwisted.text;

import java.util.function.Supplier;

/**
 * A protocol which is written from the top down: a conversation with one peer, on a thread of its own, which may block. A
 * new one for each connection; its fields are its own, and what it shares with others it asks for on the reactor
 * ({@code conversation.reactor().call(...).await()}).
 *
 * <pre>{@code
 * JTwisted.serve("tcp:4000", Dialogue.of(Guess::new));
 * }</pre>
 */
@FunctionalInterface
public interface Dialogue {

    /**
     * Talks. When it returns, the connection is closed after what was written; what it throws closes the connection, as
     * exceptions out of the events of a protocol do. When the connection is lost, to the peer, a limit or the end of the
     * program, reading and writing say so, and a thread which is somewhere else is interrupted.
     */
    void hold(Conversation conversation) throws Exception;

    /** A factory which makes a dialogue for each connection, and a thread: virtual from Java 21 on. */
    static Dialogues of(Supplier<? extends Dialogue> dialogues) {
        return Dialogues.of(dialogues);
    }
}
