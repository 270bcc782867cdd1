"""Twisted, as its own examples use it: server.py MODE PORT [cert=FILE key=FILE]."""

import sys

from twisted.internet import epollreactor

epollreactor.install()

from twisted.internet import endpoints, interfaces, protocol, reactor  # noqa: E402
from twisted.protocols import basic  # noqa: E402
from zope.interface import implementer  # noqa: E402

CHUNK = bytes(65536)


class Prompt:
    def makeConnection(self, transport):
        transport.setTcpNoDelay(True)
        super().makeConnection(transport)


class Echo(Prompt, protocol.Protocol):
    def dataReceived(self, data):
        self.transport.write(data)


class Lines(Prompt, basic.LineReceiver):
    def lineReceived(self, line):
        self.sendLine(line)


class Frames(Prompt, basic.Int32StringReceiver):
    def stringReceived(self, frame):
        self.sendString(frame)


class In(Prompt, protocol.Protocol):
    pass


@implementer(interfaces.IPullProducer)
class Out(Prompt, protocol.Protocol):
    def connectionMade(self):
        self.transport.registerProducer(self, False)

    def resumeProducing(self):
        self.transport.write(CHUNK)

    def stopProducing(self):
        pass


mode, port = sys.argv[1], int(sys.argv[2])
options = dict(option.split("=", 1) for option in sys.argv[3:])
place = f"tcp:{port}:interface=127.0.0.1:backlog=1024"
if "cert" in options:
    place = f"ssl:{port}:interface=127.0.0.1:privateKey={options['key']}:certKey={options['cert']}"
kind = {"echo": Echo, "lines": Lines, "frames": Frames, "in": In, "out": Out}[mode]

endpoints.serverFromString(reactor, place).listen(protocol.Factory.forProtocol(kind))
reactor.run()
