"""Twisted as a server: server.py ENDPOINT echo|lines

Prints "port N" (0 for a Unix socket) when it listens. Echoes bytes, or answers each line with its upper case.
"""
import sys

from twisted.internet import defer, endpoints, protocol, task
from twisted.protocols import basic


class Echo(protocol.Protocol):
    def dataReceived(self, data):
        self.transport.write(data)

    def connectionLost(self, reason):
        print("lost", reason.type.__name__, flush=True)


class Lines(basic.LineReceiver):
    def lineReceived(self, line):
        self.sendLine(line.upper())

    connectionLost = Echo.connectionLost


def main(reactor, endpoint, kind):
    def listening(port):
        print("port", getattr(port.getHost(), "port", 0), flush=True)
        return defer.Deferred()

    factory = protocol.Factory.forProtocol({"echo": Echo, "lines": Lines}[kind])
    return endpoints.serverFromString(reactor, endpoint).listen(factory).addCallback(listening)


task.react(main, sys.argv[1:])
