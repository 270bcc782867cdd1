package io.jtwisted.text;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.TransportException;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A client's questions that wait for their answers, which come in the same order.
 *
 * <pre>{@code
 * Deferred<Reply> get(String name) { // any thread
 *     return reactor().call(() -> answers.ask(() -> sendLine("GET " + name)));
 * }
 *
 * public void lineReceived(String line) throws ProtocolException {
 *     answers.answer(Reply.parse(line));
 * }
 *
 * public void connectionLost(CloseReason reason) {
 *     answers.lost(reason);
 * }
 * }</pre>
 *
 * <p><b>Cancelling</b> a question does not unsay it: it keeps its place, and the answer that comes for it is dropped.
 *
 * <p>Belongs to the reactor of its connection. One for each connection.
 *
 * @param <R> the type of the answers
 */
public final class Answers<R extends @Nullable Object> {
    /** As many questions may wait, unless {@link #Answers(int)} says otherwise. */
    public static final int LIMIT = 1_000;

    private final ArrayDeque<Place<R>> places = new ArrayDeque<>();
    private final int limit;
    private @Nullable Throwable lost;

    /** Where a question waits; one which was cancelled has left it. */
    private static final class Place<R extends @Nullable Object> {
        private @Nullable Deferred<R> question;
    }

    /** At most {@value #LIMIT} questions may wait. */
    public Answers() {
        this(LIMIT);
    }

    /**
     * At most this many questions may wait for their answers, those included which were cancelled.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Answers(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("expected a limit of 1 question or more, not " + limit);
        }
        this.limit = limit;
    }

    /**
     * Asks: has the question sent, and keeps a place for its answer. When the connection is lost, or too many wait, nothing
     * is sent.
     *
     * @param send writes the question; what it throws is the failure, and no answer is waited for then
     * @return fires with the answer. Fails with what the connection was lost for; with
     *     {@link RejectedExecutionException} if as many wait as may
     */
    public Deferred<R> ask(Runnable send) {
        if (lost != null) {
            return Deferred.fail(lost);
        }
        if (places.size() >= limit) {
            return Deferred.fail(new RejectedExecutionException(limit + " questions wait for their answers already"));
        }
        Place<R> place = new Place<>();
        Deferred<R> question = new Deferred<>(cancelled -> place.question = null);
        place.question = question;
        places.add(place); // first: what is sent may be answered at once
        try {
            send.run();
            return question;
        } catch (RuntimeException e) {
            places.remove(place);
            return Deferred.fail(e);
        }
    }

    /**
     * The answer to the question that has waited longest.
     *
     * @throws ProtocolException if none waits
     */
    public void answer(R answer) throws ProtocolException {
        Deferred<R> question = next();
        if (question != null) {
            question.callback(answer);
        }
    }

    /**
     * The question that has waited longest fails: the peer has refused it.
     *
     * @throws ProtocolException if none waits
     */
    public void fail(Throwable cause) throws ProtocolException {
        Deferred<R> question = next();
        if (question != null) {
            question.errback(cause);
        }
    }

    /** The connection is lost: all questions fail, also those which are asked from now on. */
    public void lost(CloseReason reason) {
        lost(new TransportException("connection lost before the answer: " + reason.kind(), reason.cause()));
    }

    /** The same because of this. */
    public void lost(Throwable cause) {
        if (lost == null) {
            lost = cause; // first: a question that fails may be asked again at once
        }
        for (Place<R> place; (place = places.poll()) != null; ) {
            if (place.question != null) {
                place.question.errback(lost);
            }
        }
    }

    /** How many questions wait, those included which were cancelled. */
    public int waiting() {
        return places.size();
    }

    private @Nullable Deferred<R> next() throws ProtocolException {
        Place<R> place = places.poll();
        if (place == null) {
            throw new ProtocolException("an answer came to no question");
        }
        return place.question;
    }
}
