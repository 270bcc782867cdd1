package sketches.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.Tls;
import io.jtwisted.text.Answers;
import io.jtwisted.text.DotBlock;
import io.jtwisted.text.LineReceiver;
import io.jtwisted.text.NumericReply;
import io.jtwisted.text.NumericReplyParser;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A client for mail. Any thread may call its methods; each gives a Deferred, which fails if the server refuses. */
final class SmtpClient extends LineReceiver {
    private final NumericReplyParser replies = NumericReplyParser.smtp();
    private final Answers<NumericReply> answers = new Answers<>();

    @Override
    public void connectionMade() {
        answers.ask(() -> {}) // the greeting is the answer to no command
                .chainCallback(reply -> expected(reply, 220))
                .otherwise(this::fail);
    }

    @Override
    public void lineReceived(String line) throws ProtocolException {
        Optional<NumericReply> whole = replies.add(line);
        if (whole.isPresent()) {
            answers.answer(whole.get());
        }
    }

    @Override
    public void connectionLost(CloseReason reason) {
        answers.lost(reason);
    }

    Deferred<NumericReply> hello(String name) {
        return command("EHLO " + name, 250);
    }

    /** Goes on encrypted. */
    Deferred<NumericReply> startTls(Tls tls) {
        return command("STARTTLS", 220)
                .chainCallback(ready -> transport().startTls(tls).addCallback(session -> ready));
    }

    Deferred<NumericReply> authenticate(String user, String password) {
        Bytes secret = Bytes.utf8("\0" + user + "\0" + password);
        return command("AUTH PLAIN", 334)
                .chainCallback(ready -> command(Base64.getEncoder().encodeToString(secret.toArray()), 235));
    }

    /** All commands leave at once; their answers come in the same order. */
    Deferred<NumericReply> send(MailPath sender, MailPath recipient, String text) {
        return reactor()
                .call(() -> Deferred.gatherResults(List.of(
                                command("MAIL FROM:" + sender, 250),
                                command("RCPT TO:" + recipient, 25),
                                command("DATA", 354)))
                        .chainCallback(ready -> ask(DotBlock.of(Bytes.of(text, UTF_8)), 250)));
    }

    private Deferred<NumericReply> command(String line, int code) {
        return ask(Bytes.utf8(line + "\r\n"), code);
    }

    private Deferred<NumericReply> ask(Bytes question, int code) {
        return reactor()
                .call(() ->
                        answers.ask(() -> transport().write(question)).chainCallback(reply -> expected(reply, code)));
    }

    private static Deferred<NumericReply> expected(NumericReply reply, int code) {
        return reply.is(code)
                ? Deferred.succeed(reply)
                : Deferred.fail(new ProtocolException("the server said " + reply.code() + " " + reply.text()));
    }
}
