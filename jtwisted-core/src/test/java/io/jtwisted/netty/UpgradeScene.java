package io.jtwisted.netty;

import io.jtwisted.net.Tls;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** How two sides begin TLS in the middle of their talk, rightly or not: what each does when it hears a line. */
@SuppressWarnings("ImmutableEnumChecker") // its functions have no state
enum UpgradeScene {
    RIGHT(
            Map.of(
                    "STARTTLS", server -> server.says("220").upgrades(),
                    "QUIT", server -> server.says("bye").transport().loseConnection()),
            Map.of(
                    "hello",
                    client -> client.says("STARTTLS"),
                    "220",
                    client -> client.upgrades().says("QUIT"))),

    COMMAND_INJECTED(
            Map.of("STARTTLS", server -> server.says("220").upgrades(), "EVIL", server -> server.says("250")),
            Map.of("hello", client -> client.writes("STARTTLS\r\nEVIL\r\n"), "220", UpgradeSide::upgrades)),

    HALF_A_COMMAND_INJECTED(
            Map.of("STARTTLS", server -> server.says("220").upgrades(), "EVILEHLO", server -> server.says("250")),
            Map.of(
                    "hello", client -> client.writes("STARTTLS\r\nEVIL"),
                    "220", client -> client.upgrades().says("EHLO"))),

    ANSWER_INJECTED(
            Map.of("STARTTLS", server -> server.writes("220\r\nEVIL\r\n").upgrades()),
            Map.of("hello", client -> client.says("STARTTLS"), "220", UpgradeSide::upgrades)),

    SERVER_BEGINS_IN_A_LATER_TURN(
            Map.of("STARTTLS", server -> server.says("220").upgradesWhenMoreHasCome()),
            Map.of("hello", client -> client.says("STARTTLS"), "220", UpgradeSide::upgrades)),

    CLIENT_GOES_ON_IN_THE_CLEAR(
            Map.of("STARTTLS", server -> server.says("220").upgrades(), "EHLO", server -> server.says("250")),
            Map.of("hello", client -> client.says("STARTTLS"), "220", client -> client.says("EHLO"))),

    SERVER_NEVER_BEGINS(
            Map.of("STARTTLS", server -> server.says("220")),
            Map.of("hello", client -> client.says("STARTTLS"), "220", UpgradeSide::upgrades)),

    SERVER_GOES_ON_IN_THE_CLEAR(
            Map.of(
                    "STARTTLS",
                    server -> server.says("220").says("250 in the clear"),
                    "EHLO",
                    server -> server.says("250")),
            Map.of("hello", client -> client.says("STARTTLS"), "220", UpgradeSide::upgrades)),

    WORDS_BEFORE_ARE_CLEAR(
            Map.of(
                    "STARTTLS",
                            server -> server.saysOften("line", 5_000)
                                    .says("220")
                                    .upgrades()
                                    .says("secret"),
                    "QUIT", server -> server.transport().loseConnection()),
            Map.of(
                    "hello", client -> client.says("STARTTLS"),
                    "220", UpgradeSide::upgrades,
                    "secret", client -> client.says("QUIT"))),

    A_SECOND_TIME(
            Map.of(
                    "STARTTLS", server -> server.says("220").upgrades().upgrades(),
                    "QUIT", server -> server.upgrades().transport().loseConnection()),
            Map.of(
                    "hello",
                    client -> client.says("STARTTLS"),
                    "220",
                    client -> client.upgrades().says("QUIT"))),

    AFTER_THE_CLOSE(
            Map.of("STARTTLS", server -> server.closes().upgrades()),
            Map.of("hello", client -> client.says("STARTTLS"))),

    BEHIND_A_PAUSE(
            Map.of(
                    "STARTTLS", server -> server.says("220").pauses().upgradesAndResumes(),
                    "QUIT", server -> server.transport().loseConnection()),
            Map.of(
                    "hello",
                    client -> client.says("STARTTLS"),
                    "220",
                    client -> client.upgrades().says("QUIT"))),

    CLIENT_CLOSES_INSTEAD(
            Map.of("STARTTLS", server -> server.says("220").upgrades()),
            Map.of("hello", client -> client.says("STARTTLS"), "220", UpgradeSide::closes)),

    SERVER_CLOSES_MEANWHILE(
            Map.of("STARTTLS", server -> server.says("220").upgrades().closes()),
            Map.of("hello", client -> client.says("STARTTLS"), "220", UpgradeSide::upgrades)),

    AFTER_THE_PEERS_END(
            Map.of("STARTTLS", UpgradeSide::upgradesAfterTheEnd),
            Map.of("hello", client -> client.says("STARTTLS").transport().loseWriteConnection())),

    WITHOUT_A_CERTIFICATE(
            Map.of(
                    "STARTTLS", server -> server.upgradesWith(Tls.client()).says("454"),
                    "QUIT", server -> server.transport().loseConnection()),
            Map.of("hello", client -> client.says("STARTTLS"), "454", client -> client.says("QUIT")));

    private final Map<String, Consumer<UpgradeSide>> server;
    private final Map<String, Consumer<UpgradeSide>> client;

    UpgradeScene(Map<String, Consumer<UpgradeSide>> server, Map<String, Consumer<UpgradeSide>> client) {
        this.server = server;
        this.client = client;
    }

    /** How long a handshake may take: long, unless the scene is about one that never ends. */
    Duration patience() {
        return this == SERVER_NEVER_BEGINS ? Duration.ofMillis(100) : Duration.ofSeconds(30);
    }

    UpgradeSide server(Tls tls) {
        return new UpgradeSide(tls, server) {
            @Override
            public void connectionMade() {
                says("hello");
            }
        };
    }

    UpgradeSide client(Tls tls) {
        return new UpgradeSide(tls, client);
    }
}
