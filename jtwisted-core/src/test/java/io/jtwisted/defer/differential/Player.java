package io.jtwisted.defer.differential;

import io.jtwisted.defer.Deferred;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plays a script with our Deferreds, and writes down what happens. What the two differ in by design is not played, or
 * played our way; {@code player.py} has the same rules ({@code docs/from-twisted.md} tells users of them):
 *
 * <ul>
 *   <li>A chain which something waits for is spent. Twisted goes on with None.
 *   <li>A step does not return a chain that is running just now. Twisted takes its result from under it.
 *   <li>Nobody cancels from inside a canceller, nor from inside the cancelling of a gathering. Twisted would ask a
 *       canceller twice.
 *   <li>When a gathering has fired and its chain waits for another Deferred, a cancel reaches that, as with any chain.
 *       Twisted's DeferredList does nothing then.
 *   <li>When a canceller was asked and did not fire, the one late fire is ignored. Twisted refuses it.
 *   <li>A chain is forwarded to one which will not refuse: that would be a failure which nobody handles.
 * </ul>
 */
@SuppressWarnings("NullAway") // the values of a script may be null
final class Player {
    private final MemoryReactor reactor = new MemoryReactor();
    private final Map<String, Chain> chains = new HashMap<>();
    private final List<String> trace = new ArrayList<>();
    private final Steps steps;
    private final boolean atHome;
    private boolean gathered;
    private int cancelling;
    private int inCancellers;

    private Player(Script script, boolean atHome) {
        this.atHome = atHome;
        this.steps = new Steps(script.functions(), chains, trace, this::play);
    }

    /**
     * What happens where no Deferred has a home, but those which are made when a time is up. Chains are cancelled at
     * their ends.
     */
    static List<String> play(Script script) {
        Player player = new Player(script, false);
        script.operations().forEach(player::play);
        return player.end();
    }

    /**
     * What happens where all of them are at home on a reactor, whose thread this is. Chains are cancelled at their
     * beginnings, which are spent.
     */
    static List<String> playAtHome(Script script) {
        Player player = new Player(script, true);
        script.operations().forEach(player::playAtHome);
        return player.end();
    }

    /** Nothing is left which would be reported as forgotten. */
    private List<String> end() {
        chains.values().stream().filter(chain -> !chain.taken).forEach(chain -> chain.end.otherwise(cause -> {}));
        return trace;
    }

    private void playAtHome(String operation) {
        if (operation.startsWith("advance")) {
            play(operation); // brings about turns of its own
        } else {
            reactor.call(() -> {
                play(operation);
                return Deferred.succeed(true);
            });
        }
    }

    private void play(String operation) {
        trace.add("> " + operation);
        if (!play(operation.split(" ", -1))) {
            trace.add("skipped");
        }
    }

    private boolean play(String[] words) {
        Chain chain = chains.get(words[1]);
        return switch (words[0]) {
            case "new", "succeed", "fail", "maybe", "gather" -> chain == null && make(words);
            case "advance" -> advance(Integer.parseInt(words[1]));
            default -> chain != null && play(chain, words);
        };
    }

    private boolean play(Chain chain, String[] words) {
        return switch (words[0]) {
            case "fire" -> chain.fireable && fire(chain, head -> head.callback(Steps.value(words[3])));
            case "err" -> chain.fireable && fire(chain, head -> head.errback(Trouble.of(words[2])));
            case "cancel" -> inCancellers == 0 && !(gathered && cancelling > 0) && cancel(chain);
            case "forward" -> !chain.spent() && forward(chain, chains.get(words[2]));
            default -> !chain.spent() && extend(chain, words);
        };
    }

    private boolean make(String[] words) {
        Chain made = switch (words[0]) {
            case "new" ->
                words[2].equals("plain")
                        ? new Chain(new Deferred<>(), true, true)
                        : cancellable(steps.function(words[3]));
            case "succeed" -> new Chain(Deferred.succeed(Steps.value(words[2])), true, false);
            case "fail" -> new Chain(Deferred.fail(Trouble.of(words[2])), true, false);
            case "maybe" -> new Chain(steps.maybe(steps.function(words[2])));
            default -> gather(Stream.of(words).skip(2).map(chains::get).toList());
        };
        if (made != null) {
            chains.put(words[1], made);
        }
        return made != null;
    }

    private Chain cancellable(Script.Function canceller) {
        return new Chain(new Deferred<>(deferred -> cancelled(deferred, canceller)), true, false);
    }

    private void cancelled(Deferred<Object> deferred, Script.Function canceller) {
        trace.add(canceller.name() + " cancels");
        inCancellers++;
        canceller.operations().forEach(this::play);
        if (canceller.kind().equals("value")) {
            fire(deferred, head -> head.callback(Steps.value(canceller.word())));
        } else if (canceller.kind().equals("raise")) {
            fire(deferred, head -> head.errback(Trouble.of(canceller.word())));
        }
        inCancellers--;
    }

    @SuppressWarnings("unchecked") // a list is an Object
    private @Nullable Chain gather(List<Chain> children) {
        if (children.stream().anyMatch(child -> child == null || child.spent())) {
            return null;
        }
        gathered = true;
        children.forEach(child -> child.taken = true);
        Deferred<?> all =
                Deferred.gatherResults(children.stream().map(child -> child.end).toList());
        return new Chain((Deferred<Object>) all);
    }

    private boolean fire(Chain chain, Consumer<Deferred<Object>> firing) {
        chain.fresh = false;
        fire(chain.head, firing);
        return true;
    }

    private void fire(Deferred<Object> head, Consumer<Deferred<Object>> firing) {
        try {
            firing.accept(head);
        } catch (IllegalStateException e) {
            trace.add("refused: " + Trouble.name(e));
        }
    }

    private boolean cancel(Chain chain) {
        cancelling++;
        (atHome ? chain.head : chain.end).cancel();
        cancelling--;
        return true;
    }

    private boolean advance(int seconds) {
        cancelling++;
        for (int i = 0; i < seconds; i++) {
            reactor.advance(Duration.ofSeconds(1));
        }
        cancelling--;
        return true;
    }

    private boolean forward(Chain chain, @Nullable Chain other) {
        if (other == null || other == chain || !other.fireable || !other.fresh) {
            return false;
        }
        other.fireable = false;
        chain.taken = true;
        chain.end.chainDeferred(other.head);
        return true;
    }

    private boolean extend(Chain chain, String[] words) {
        chain.growing = true;
        switch (words[0]) {
            case "add" -> chain.end = steps.add(chain, words);
            case "probe" -> chain.end = steps.probe(chain, words[1]);
            case "timeout" -> chain.end = steps.timeout(chain, words[2], reactor);
            case "look" -> trace.add(chain.end.fired() ? "fired" : "waits");
            case "otherwise" -> {
                chain.taken = true;
                steps.otherwise(chain, steps.function(words[2]));
            }
            default -> throw new IllegalArgumentException("no such operation: " + words[0]);
        }
        chain.growing = false;
        return true;
    }
}
