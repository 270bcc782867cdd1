package sketches.http;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.text.LineReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A server: the next request waits until the one before is answered. */
final class HttpServer extends LineReceiver {
    private static final int MOST_HEADERS = 100;

    private final Resource resource;
    private final Supplier<? extends Protocol> lines;
    private final List<Bytes> head = new ArrayList<>();

    /** What is served. */
    @FunctionalInterface
    interface Resource {
        Deferred<Response> answer(Request request);
    }

    /** @param lines what takes over where a client asks for an upgrade to lines */
    HttpServer(Resource resource, Supplier<? extends Protocol> lines) {
        this.resource = resource;
        this.lines = lines;
    }

    @Override
    protected void lineReceived(Bytes data, int from, int to) {
        try {
            if (to > from) {
                headerReceived(data.part(from, to));
            } else if (!head.isEmpty()) { // an empty line before a request is allowed (RFC 9112, section 2.2)
                Request request = Request.parse(head);
                head.clear();
                requestReceived(request);
            }
        } catch (ProtocolException e) {
            refuse(e);
        }
    }

    private void headerReceived(Bytes line) throws ProtocolException {
        if (head.size() > MOST_HEADERS) {
            throw new ProtocolException("expected at most " + MOST_HEADERS + " headers");
        }
        head.add(line);
    }

    private void requestReceived(Request request) throws ProtocolException {
        int length = request.contentLength();
        if (request.has("upgrade", "lines") && request.has("connection", "upgrade") && length == 0) {
            upgrade();
            return;
        }
        Deferred<Response> response = receiveBytes(length).chainCallback(body -> resource.answer(request.with(body)));
        oneAtATime(response)
                .tap(answer -> {
                    transport().write(answer.toBytes());
                    if (request.has("connection", "close")) {
                        transport().loseConnection();
                    }
                })
                .otherwise(this::fail);
    }

    private void upgrade() {
        transport()
                .write(Bytes.utf8("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: lines\r\n\r\n"));
        transport().become(lines.get(), clearLineBuffer());
    }

    /** Says so, and closes because of it. */
    private void refuse(ProtocolException wrong) {
        transport().write(new Response(400, "Bad Request", Bytes.utf8(String.valueOf(wrong.getMessage()))).toBytes());
        transport().loseConnection(wrong);
    }
}
