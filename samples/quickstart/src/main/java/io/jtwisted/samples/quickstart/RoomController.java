package io.jtwisted.samples.quickstart;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Reactor;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A window into the room, over HTTP. The room has no locks, and this class runs on threads of the web server: so it calls
 * the room on the reactor. No thread waits for the answer.
 */
@RestController
@RequestMapping("/room")
final class RoomController {
    private final Reactor reactor;
    private final ChatRoom room;

    RoomController(Reactor reactor, ChatRoom room) {
        this.reactor = reactor;
        this.room = room;
    }

    @GetMapping
    Deferred<List<String>> names() {
        return reactor.call(room::names);
    }

    @PostMapping
    Deferred<List<String>> announce(@RequestParam String words) {
        return reactor.call(() -> {
            room.announce(words);
            return room.names();
        });
    }
}
