"""One side of a talk in which TLS begins: client|server, the words it says in one packet, a file of whom to trust or of its key.

Prints what it hears, and at the end how the handshake went.
"""
import socket
import ssl
import sys

side, words, pem = sys.argv[1], sys.argv[2].encode().decode("unicode_escape").encode(), sys.argv[3]


def line(connection):
    heard = b""
    while not heard.endswith(b"\r\n"):
        byte = connection.recv(1)
        if not byte:
            break
        heard += byte
    print("heard", heard.decode().strip() or "nothing", flush=True)


def client(port):
    context = ssl.create_default_context(cafile=pem)
    plain = socket.create_connection(("127.0.0.1", port), timeout=20)
    line(plain)  # hello
    plain.sendall(words)
    line(plain)  # 220
    return context.wrap_socket(plain, server_hostname="localhost")


def server():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    listening = socket.create_server(("127.0.0.1", 0))
    print("port", listening.getsockname()[1], flush=True)
    plain, _ = listening.accept()
    plain.settimeout(20)
    plain.sendall(b"hello\r\n")
    line(plain)  # STARTTLS
    plain.sendall(words)
    return context.wrap_socket(plain, server_side=True)


try:
    secure = client(int(sys.argv[4])) if side == "client" else server()
    print("secure", secure.version(), flush=True)
    if side == "client":
        secure.sendall(b"QUIT\r\n")
    line(secure)
except OSError as failure:
    print("insecure", flush=True)
