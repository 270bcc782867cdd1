package sketches.imap;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ByteSink;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.text.Cursor;
import io.jtwisted.text.LineReceiver;
import io.jtwisted.text.Verbs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** A server for a mailbox of one message. */
final class ImapServer extends LineReceiver {
    private enum State {
        NEW,
        AUTHENTICATED
    }

    /** A command on its way through the table. */
    private record Command(String tag, Tokens tokens) {}

    private static final Verbs<ImapServer, Command, String> VERBS = Verbs.<ImapServer, Command, String>table(
                    server -> server.state, line -> new Command(line, new Tokens(Bytes.empty(), List.of())))
            .on("LOGIN", EnumSet.of(State.NEW), ImapServer::login)
            .on("IDLE", EnumSet.of(State.AUTHENTICATED), ImapServer::idle)
            .on("FETCH", EnumSet.of(State.AUTHENTICATED), ImapServer::fetch)
            .on("NOOP", (server, command) -> Deferred.succeed("OK done"))
            .misplaced((server, command) -> Deferred.succeed("NO not now"))
            .unknown((server, command) -> Deferred.succeed("BAD unknown command"))
            .build();

    /** A literal of a command is kept in memory; that of APPEND is not. */
    private static final int LITERAL_LIMIT = 65_536;

    private final Mailbox mailbox;
    private final ByteQueue lines = new ByteQueue();
    private final List<Bytes> literals = new ArrayList<>();
    private final Queue<String> news = new ArrayDeque<>();
    private State state = State.NEW;
    private boolean answering;

    /** What is behind it. */
    interface Mailbox {
        Deferred<Bytes> fetch();

        /** What takes a message of this length, and gives its number. */
        ByteSink<Integer> append(long length);
    }

    ImapServer(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    public void connectionMade() {
        sendLine("* OK ready");
    }

    @Override
    protected void lineReceived(Bytes data, int from, int to) throws Exception {
        Bytes line = data.slice(from, to);
        Optional<Literal> literal = Literal.atEndOf(line);
        boolean append = lines.isEmpty() && isAppend(line);
        lines.add(line);
        if (literal.isEmpty()) {
            Tokens whole = new Tokens(lines.takeAll(), literals);
            literals.clear();
            dispatch(whole);
        } else if (append) {
            append(literal.get());
        } else {
            receive(literal.get());
        }
    }

    /** Whether the literal at the end of this line is a message. */
    private static boolean isAppend(Bytes line) {
        Cursor cursor = Cursor.over(line);
        cursor.takeWhile(Tokens.ATOM);
        return cursor.skip(" APPEND ") && cursor.peek() != '{';
    }

    /** The rest of the line follows by itself. */
    private void receive(Literal literal) throws ProtocolException {
        if (literal.length() > LITERAL_LIMIT) {
            throw new ProtocolException("expected a literal of at most " + LITERAL_LIMIT + " bytes");
        }
        goAhead(literal);
        receiveBytes((int) literal.length()).tap(literals::add).otherwise(this::fail);
    }

    private void goAhead(Literal literal) {
        if (literal.waits()) {
            sendLine("+ go ahead");
        }
    }

    /** A message goes to the mailbox as it comes, however long it is. */
    private void append(Literal literal) throws ProtocolException {
        Tokens tokens = new Tokens(lines.takeAll(), List.of());
        String tag = tokens.atom();
        if (state != State.AUTHENTICATED) {
            throw new ProtocolException("a message before the login");
        }
        goAhead(literal);
        answering = true;
        answer(
                tag,
                receiveInto(literal.length(), mailbox.append(literal.length()))
                        .chainCallback(
                                number -> receiveLine().addCallback(rest -> "OK [APPENDUID 1 " + number + "] stored")));
    }

    private void dispatch(Tokens tokens) throws ProtocolException {
        String tag = tokens.atom();
        answering = true;
        answer(tag, VERBS.dispatch(this, tokens.atom(), new Command(tag, tokens)));
    }

    private void answer(String tag, Deferred<String> command) {
        oneAtATime(command.addErrback(ProtocolException.class, wrong -> "BAD " + wrong.getMessage()))
                .tap(answer -> {
                    sendLine(tag + " " + answer);
                    answering = false;
                    sendNews();
                })
                .otherwise(this::fail);
    }

    private Deferred<String> login(Command command) throws ProtocolException {
        String user = command.tokens.string().utf8();
        String password = command.tokens.string().utf8();
        command.tokens.end();
        if (!password.equals("secret")) {
            return Deferred.succeed("NO not accepted");
        }
        state = State.AUTHENTICATED;
        return Deferred.succeed("OK welcome " + user);
    }

    /** News may be told until the client says DONE: a line within a command. */
    private Deferred<String> idle(Command command) {
        sendLine("+ idling");
        answering = false;
        sendNews();
        return receiveLine().addCallback(line -> {
            answering = true;
            return line.equals("DONE") ? "OK idled" : "BAD expected DONE";
        });
    }

    private Deferred<String> fetch(Command command) {
        return mailbox.fetch().addCallback(body -> {
            sendLine("* 1 FETCH (BODY[] {" + body.length() + "}");
            transport().write(body);
            sendLine(")");
            return "OK fetched";
        });
    }

    /** Another session has changed the mailbox. Never said within an answer. */
    void changed(String what) {
        news.add("* " + what);
        sendNews();
    }

    private void sendNews() {
        while (!answering && !news.isEmpty()) {
            sendLine(news.remove());
        }
    }
}
