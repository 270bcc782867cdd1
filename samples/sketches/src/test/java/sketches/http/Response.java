package sketches.http;

import io.jtwisted.bytes.Bytes;

/** A response with a body. */
record Response(int status, String phrase, Bytes body) {

    static Response ok(String text) {
        return new Response(200, "OK", Bytes.utf8(text));
    }

    Bytes toBytes() {
        return Bytes.utf8("HTTP/1.1 " + status + " " + phrase + "\r\ncontent-length: " + body.length() + "\r\n\r\n")
                .plus(body);
    }
}
