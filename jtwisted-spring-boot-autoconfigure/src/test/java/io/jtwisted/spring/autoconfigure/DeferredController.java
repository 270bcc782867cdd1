package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Reactor;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Returns Deferreds; the same for MVC and for WebFlux. */
@RestController
@RequestMapping("/deferred")
final class DeferredController {
    private final Reactor reactor;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    DeferredController(Reactor reactor) {
        this.reactor = reactor;
    }

    record Guest(String name, String servedBy) {}

    @ResponseStatus(HttpStatus.CONFLICT)
    static final class Taken extends Exception {}

    /** What happened to a request for what never comes; null if nothing did for a while. */
    @Nullable
    String nextSeen() throws InterruptedException {
        return seen.poll(10, TimeUnit.SECONDS);
    }

    @GetMapping("/now")
    Deferred<String> now() {
        return Deferred.succeed("now");
    }

    @GetMapping("/guest")
    Deferred<Guest> guest() {
        return reactor.call(() -> new Guest("Ada", Thread.currentThread().getName()));
    }

    @GetMapping("/worker")
    Deferred<String> worker() {
        return reactor.deferToThread(() -> "from another thread")
                .tap(answer -> seen.add(reactor.inLoop() ? "at home" : "elsewhere"));
    }

    @GetMapping("/entity")
    Deferred<ResponseEntity<Guest>> entity() {
        return reactor.call(
                () -> ResponseEntity.accepted().header("X-Guest", "yes").body(new Guest("Ada", "entity")));
    }

    @GetMapping("/status")
    @ResponseStatus(HttpStatus.CREATED)
    Deferred<String> status() {
        return reactor.call(() -> "made");
    }

    @GetMapping("/empty")
    @SuppressWarnings("NullAway") // the null is the subject
    Deferred<@Nullable String> empty() {
        return reactor.call(() -> "nobody").addCallback(name -> null);
    }

    @GetMapping("/nothing")
    @SuppressWarnings("NullAway") // the null is the subject
    Deferred<Void> nothing() {
        return reactor.call(() -> "nobody").addCallback(name -> null);
    }

    @GetMapping("/fails/{how}")
    Deferred<String> fails(@PathVariable String how, @RequestParam boolean later) throws Exception {
        if (later) {
            return reactor.call(() -> fail(how));
        }
        return Deferred.succeed(fail(how));
    }

    private static String fail(String how) throws Exception {
        switch (how) {
            case "taken" -> throw new Taken();
            case "handled" -> throw new IOException("no tea");
            case "error" -> throw new AssertionError("our fault");
            default -> throw new IllegalStateException("our fault");
        }
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_GATEWAY)
    @ResponseBody
    String handle(IOException failure) {
        return "sorry: " + failure.getMessage();
    }

    @GetMapping("/never")
    Deferred<String> never() {
        Deferred<String> never = Deferred.on(reactor, cancelled -> seen.add("cancelled"));
        seen.add("asked");
        return never;
    }
}
