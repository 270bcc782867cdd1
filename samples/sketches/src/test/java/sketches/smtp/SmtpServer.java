package sketches.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.Tls;
import io.jtwisted.text.Cursor;
import io.jtwisted.text.DotBlock;
import io.jtwisted.text.LineReceiver;
import io.jtwisted.text.NumericReply;
import io.jtwisted.text.Verbs;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;

/** A server for mail. A command is a method; what it returns is said when it is there, and the next command waits for it. */
final class SmtpServer extends LineReceiver {
    private enum State {
        NEW,
        GREETED,
        MAIL,
        RCPT
    }

    private static final Verbs<SmtpServer, Cursor, Bytes> VERBS = Verbs.<SmtpServer, Cursor, Bytes>table(
                    server -> server.state, Cursor::over)
            .on("EHLO", SmtpServer::hello)
            .on("STARTTLS", EnumSet.of(State.GREETED), SmtpServer::startTls)
            .on("AUTH", EnumSet.of(State.GREETED), SmtpServer::authenticate)
            .on("MAIL", EnumSet.of(State.GREETED), SmtpServer::mail)
            .on("RCPT", EnumSet.of(State.MAIL, State.RCPT), SmtpServer::recipient)
            .on("DATA", EnumSet.of(State.RCPT), SmtpServer::data)
            .on("QUIT", SmtpServer::quit)
            .misplaced((server, line) -> reply(503, "not in this order"))
            .unknown((server, line) -> reply(500, "unknown command"))
            .build();

    private static final long LONGEST_MESSAGE = 200L << 20;
    private static final int MOST_RECIPIENTS = 100;

    private final Delivery delivery;
    private final Accounts accounts;
    private final Tls tls;
    private final List<MailPath> recipients = new ArrayList<>();
    private State state = State.NEW;
    private MailPath sender = new MailPath("");

    SmtpServer(Delivery delivery, Accounts accounts, Tls tls) {
        this.delivery = delivery;
        this.accounts = accounts;
        this.tls = tls;
    }

    @Override
    public void connectionMade() {
        say(220, "mx.example.org");
    }

    @Override
    public void lineReceived(String line) {
        Deferred<Bytes> answer = VERBS.dispatch(this, line)
                .chainErrback(ProtocolException.class, wrong -> reply(501, String.valueOf(wrong.getMessage())));
        oneAtATime(answer).tap(transport()::write).otherwise(this::fail);
    }

    private static Deferred<Bytes> reply(int code, String... lines) {
        return Deferred.succeed(NumericReply.of(code, lines).toBytes());
    }

    /** For what is said before a command is done. */
    private void say(int code, String text) {
        transport().write(NumericReply.of(code, text).toBytes());
    }

    private Deferred<Bytes> hello(Cursor name) {
        state = State.GREETED;
        String size = "SIZE " + LONGEST_MESSAGE;
        return transport().secure()
                ? reply(250, "mx.example.org", size, "AUTH PLAIN")
                : reply(250, "mx.example.org", size, "STARTTLS");
    }

    /** The client greets again afterwards (RFC 3207, section 4.2). */
    private Deferred<Bytes> startTls(Cursor nothing) throws ProtocolException {
        nothing.expectEnd();
        if (transport().secure()) {
            return reply(503, "TLS is active already");
        }
        say(220, "go ahead");
        state = State.NEW;
        return transport().startTls(tls).addCallback(session -> Bytes.empty());
    }

    private Deferred<Bytes> authenticate(Cursor mechanism) throws ProtocolException {
        if (!transport().secure()) {
            return reply(538, "encryption required");
        }
        if (!mechanism.skip("PLAIN")) {
            return reply(504, "only PLAIN");
        }
        Deferred<String> response = mechanism.skip(' ') ? Deferred.succeed(mechanism.restAsText()) : challenge();
        return response.chainCallback(this::judge);
    }

    /** A line within a command. */
    private Deferred<String> challenge() {
        say(334, "");
        return receiveLine();
    }

    private Deferred<Bytes> judge(String response) {
        String[] words = decoded(response).split("\0", -1);
        if (words.length != 3) {
            return reply(501, "malformed response");
        }
        return accounts.accept(words[1], words[2])
                .chainCallback(right -> right ? reply(235, "welcome") : reply(535, "not accepted"));
    }

    private static String decoded(String response) {
        try {
            return new String(Base64.getDecoder().decode(response), UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private Deferred<Bytes> mail(Cursor argument) throws ProtocolException {
        argument.expect("FROM:");
        sender = MailPath.parse(argument);
        recipients.clear();
        state = State.MAIL;
        return reply(250, "OK");
    }

    private Deferred<Bytes> recipient(Cursor argument) throws ProtocolException {
        argument.expect("TO:");
        MailPath recipient = MailPath.parse(argument);
        if (recipients.size() == MOST_RECIPIENTS) {
            return reply(452, "too many recipients");
        }
        recipients.add(recipient);
        state = State.RCPT;
        return reply(250, "OK");
    }

    /** The text goes to the sink as it comes: while the sink has not taken a piece, the client has to wait. */
    private Deferred<Bytes> data(Cursor nothing) throws ProtocolException {
        nothing.expectEnd();
        say(354, "end with a dot");
        state = State.GREETED;
        DotBlock text = DotBlock.receiving().limit(LONGEST_MESSAGE);
        return receiveInto(text, delivery.message(sender, List.copyOf(recipients)))
                .chainCallback(name -> reply(250, "queued as " + name))
                .chainErrback(failure -> reply(554, "not accepted"));
    }

    private Deferred<Bytes> quit(Cursor nothing) {
        say(221, "bye");
        transport().loseConnection();
        return Deferred.succeed(Bytes.empty());
    }
}
