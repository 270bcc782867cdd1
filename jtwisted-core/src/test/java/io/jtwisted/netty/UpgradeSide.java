package io.jtwisted.netty;

import io.jtwisted.net.CloseReason;
import io.jtwisted.net.HalfCloseable;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.Tls;
import io.jtwisted.text.LineReceiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One side of a talk in which TLS begins: notes what it is told. */
class UpgradeSide extends LineReceiver implements HalfCloseable {
    private final Tls tls;
    private final Map<String, Consumer<UpgradeSide>> answers;
    private final List<String> notes = new ArrayList<>();
    private final CompletableFuture<List<String>> over = new CompletableFuture<>();
    private boolean upgradesAfterTheEnd;
    private boolean lost;
    private int underWay;

    UpgradeSide(Tls tls, Map<String, Consumer<UpgradeSide>> answers) {
        this.tls = tls;
        this.answers = answers;
    }

    /** What it was told, when it has lost the connection and all handshakes are over. */
    CompletableFuture<List<String>> over() {
        return over;
    }

    @Override
    public void lineReceived(String line) {
        notes.add((transport().secure() ? "secret " : "clear ") + line);
        Consumer<UpgradeSide> answer = answers.get(line);
        if (answer != null) {
            answer.accept(this);
        }
    }

    @Override
    public void readConnectionLost() {
        notes.add("end");
        if (upgradesAfterTheEnd) {
            upgrades();
        }
        transport().loseConnection();
    }

    @Override
    public void connectionLost(CloseReason reason) {
        notes.add("lost " + reason.kind() + " " + blame(reason.cause()));
        lost = true;
        endIfOver();
    }

    UpgradeSide says(String line) {
        sendLine(line);
        return this;
    }

    UpgradeSide saysOften(String line, int times) {
        for (int i = 0; i < times; i++) {
            sendLine(line);
        }
        return this;
    }

    UpgradeSide writes(String text) {
        transport().write(text, StandardCharsets.US_ASCII);
        return this;
    }

    UpgradeSide closes() {
        transport().loseConnection();
        return this;
    }

    UpgradeSide pauses() {
        transport().pauseReading();
        return this;
    }

    UpgradeSide upgrades() {
        return upgradesWith(tls);
    }

    UpgradeSide upgradesWith(Tls other) {
        underWay++;
        transport()
                .startTls(other)
                .addCallback(session ->
                        "secure " + session.protocol() + " " + transport().secure())
                .addErrback(failure -> "insecure " + blame(failure))
                .tap(notes::add)
                .always(this::upgradeEnded)
                .otherwise(failure -> notes.add(failure.toString()));
        return this;
    }

    void upgradesAndResumes() {
        upgrades();
        reactor().callLater(Duration.ofMillis(100), transport()::resumeReading);
    }

    void upgradesWhenMoreHasCome() {
        if (keepsBytes()) {
            upgrades();
        } else {
            reactor().callLater(Duration.ofMillis(1), this::upgradesWhenMoreHasCome);
        }
    }

    void upgradesAfterTheEnd() {
        upgradesAfterTheEnd = true;
    }

    private void upgradeEnded() {
        underWay--;
        endIfOver();
    }

    private void endIfOver() {
        if (lost && underWay == 0) {
            over.complete(List.copyOf(notes));
        }
    }

    private static String blame(@Nullable Throwable cause) {
        if (cause instanceof SSLException) {
            return "SSL";
        }
        if (cause instanceof ProtocolException) {
            return "PROTOCOL";
        }
        return cause instanceof IOException
                ? "IO"
                : cause == null ? "" : cause.getClass().getSimpleName();
    }
}
