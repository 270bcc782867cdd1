"""Twisted as a client: client.py ENDPOINT echo|lines WORDS...

Says each word and waits for its answer before the next; prints the answers, then how the connection ended.
"""
import sys

from twisted.internet import defer, endpoints, protocol, task
from twisted.protocols import basic


class Echo(protocol.Protocol):
    heard = b""

    def connectionMade(self):
        self.next()

    def next(self):
        if self.words:
            self.word = self.words.pop(0).encode()
            self.transport.write(self.word)
        else:
            self.transport.loseConnection()

    def dataReceived(self, data):
        self.heard += data
        if len(self.heard) == len(self.word):
            self.answered(self.heard)
            self.heard = b""

    def answered(self, answer):
        print("heard", answer.decode(), flush=True)
        self.next()

    def connectionLost(self, reason):
        print("lost", reason.type.__name__, flush=True)
        self.done.callback(None)


class Lines(basic.LineReceiver, Echo):
    dataReceived = basic.LineReceiver.dataReceived
    connectionMade = Echo.connectionMade

    def next(self):
        if self.words:
            self.sendLine(self.words.pop(0).encode())
        else:
            self.transport.loseConnection()

    def lineReceived(self, line):
        self.answered(line)


def main(reactor, endpoint, kind, *words):
    talk = {"echo": Echo, "lines": Lines}[kind]()
    talk.words = list(words)
    talk.done = defer.Deferred()
    connected = endpoints.connectProtocol(endpoints.clientFromString(reactor, endpoint), talk)
    return connected.addCallback(lambda _: talk.done)


task.react(main, sys.argv[1:])
