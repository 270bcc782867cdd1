"""A TLS client that ends in a way of its own: HOW PORT CA VERSION. Goes on at each line of its standard input."""
import socket
import ssl
import sys

how, port, ca, version = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
context = ssl.create_default_context(cafile=ca)
context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, version)


def say(words):
    print(words, flush=True)


def close():
    """Without unwrap(), as most programs do: a FIN, and no close_notify."""
    tls = context.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost")
    tls.sendall(b"hello\n")
    say(tls.recv(6).decode().strip())
    sys.stdin.readline()
    tls.close()
    say("closed")
    sys.stdin.readline()


def deaf():
    """Says hello and never reads."""
    tls = context.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost")
    tls.sendall(b"hello\n")
    say("deaf")
    sys.stdin.readline()


def last_line():
    """The last line and close_notify in one segment, then reads to the end."""
    raw = socket.create_connection(("127.0.0.1", port))
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
    while True:
        try:
            tls.do_handshake()
            break
        except ssl.SSLWantReadError:
            raw.sendall(outgoing.read())
            incoming.write(raw.recv(65536))
    tls.write(b"last words\n")
    try:
        tls.unwrap()
    except ssl.SSLWantReadError:
        pass  # our close_notify is in outgoing, that of the peer is still to come
    raw.sendall(outgoing.read())
    heard = b""
    while True:
        try:
            more = tls.read()
            if not more:
                break
            heard += more
        except ssl.SSLZeroReturnError:
            say("heard " + heard.decode().strip() + ", then close_notify")
            return
        except ssl.SSLWantReadError:
            more = raw.recv(65536)
            if not more:
                break
            incoming.write(more)
    say("heard " + heard.decode().strip() + ", then nothing")


{"close": close, "deaf": deaf, "last-line": last_line}[how]()
