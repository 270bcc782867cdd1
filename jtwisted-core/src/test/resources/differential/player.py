"""Plays scripts with Twisted's Deferred and writes down what happens: player.py SCRIPTS TRACES.

The words and the rules are those of Script.java and Player.java, which play the same with ours.
"""

import sys

from twisted.internet import defer, task
from twisted.logger import globalLogBeginner
from twisted.python.failure import Failure


class Broken(Exception):
    pass


class Late(Exception):
    pass


class TooLate(Late):
    pass


TROUBLES = {
    "any": Exception,
    "Broken": Broken,
    "Late": Late,
    "TooLate": TooLate,
    "Cancelled": defer.CancelledError,
    "TimedOut": defer.TimeoutError,
}
NAMES = {kind: name for name, kind in TROUBLES.items()}
NAMES[defer.AlreadyCalledError] = "AlreadyFired"


def name(failure):
    return NAMES.get(failure.type, repr(failure.value))


def value(word):
    return None if word == "null" else int(word)


def text(outcome):
    if isinstance(outcome, Failure):
        return name(outcome)
    if isinstance(outcome, list):
        return "[" + ", ".join(text(one) for one in outcome) + "]"
    return "null" if outcome is None else str(outcome)


class Function:
    def __init__(self, words):
        self.name = "f" + words[1]
        self.kind = words[2]
        self.word = words[3] if len(words) > 3 else ""
        self.operations = []


class Chain:
    def __init__(self, deferred, fireable, fresh):
        self.deferred = deferred
        self.fireable = fireable
        self.fresh = fresh
        self.taken = self.running = self.growing = False

    def spent(self):
        return self.taken or self.growing


class Player:
    def __init__(self):
        self.clock = task.Clock()
        self.chains = {}
        self.functions = []
        self.main = []
        self.trace = []
        self.gathered = False
        self.cancelling = 0
        self.in_cancellers = 0
        self.swallows = set()

    def read(self, line):
        if line.startswith("function"):
            self.functions.append(Function(line.split(" ")))
        elif line.startswith("  "):
            self.functions[-1].operations.append(line.strip())
        else:
            self.main.append(line)

    def play(self, operation):
        self.trace.append("> " + operation)
        words = operation.split(" ")
        if not getattr(self, "play_" + words[0])(words):
            self.trace.append("skipped")

    # Making

    def make(self, words, deferred, fireable, fresh):
        self.chains[words[1]] = Chain(deferred, fireable, fresh)
        return True

    def play_new(self, words):
        if words[2] == "plain":
            return self.make(words, defer.Deferred(), True, True)
        function = self.function(words[3])
        return self.make(words, defer.Deferred(lambda d: self.cancelled(d, function)), True, False)

    def cancelled(self, deferred, function):
        self.trace.append(function.name + " cancels")
        self.in_cancellers += 1
        for operation in function.operations:
            self.play(operation)
        if function.kind == "value":
            self.fire(deferred, defer.Deferred.callback, value(function.word))
        elif function.kind == "raise":
            self.fire(deferred, defer.Deferred.errback, TROUBLES[function.word]())
        if not deferred.called:
            self.swallows.add(deferred)
        self.in_cancellers -= 1

    def play_succeed(self, words):
        return self.make(words, defer.succeed(value(words[2])), True, False)

    def play_fail(self, words):
        return self.make(words, defer.fail(TROUBLES[words[2]]()), True, False)

    def play_maybe(self, words):
        function = self.function(words[2])
        deferred = defer.maybeDeferred(self.call, function, Chain(None, False, False), 0)
        if any(chain.deferred is deferred for chain in self.chains.values()):
            inner, deferred = deferred, defer.succeed(None)
            deferred.addCallback(lambda _: inner)  # two chains, as with us, not one with two names
        return self.make(words, deferred, False, False)

    def play_gather(self, words):
        children = [self.chains.get(number) for number in words[2:]]
        if any(child is None or child.spent() for child in children):
            return False
        self.gathered = True
        for child in children:
            child.taken = True
        gathered = defer.gatherResults([child.deferred for child in children], consumeErrors=True)
        gathered.addErrback(self.unwrap)
        cancel = gathered.cancel
        gathered.cancel = lambda: self.cancel_gathered(gathered, cancel)
        return self.make(words, gathered, False, False)

    def cancel_gathered(self, gathered, cancel):
        if gathered.called:
            defer.Deferred.cancel(gathered)  # Twisted's forgets what its own chain waits for
            return
        cancel()

    def unwrap(self, failure):
        return failure.value.subFailure if failure.check(defer.FirstError) else failure

    # Firing, cancelling, time

    def fire(self, deferred, how, what):
        try:
            how(deferred, what)
        except defer.AlreadyCalledError:
            if deferred in self.swallows:
                self.swallows.remove(deferred)
            else:
                self.trace.append("refused: AlreadyFired")

    def play_fire(self, words):
        return self.fire_chain(words[1], defer.Deferred.callback, value(words[3]))

    def play_err(self, words):
        return self.fire_chain(words[1], defer.Deferred.errback, TROUBLES[words[2]]())

    def fire_chain(self, number, how, what):
        chain = self.chains.get(number)
        if chain is None or not chain.fireable:
            return False
        chain.fresh = False
        self.fire(chain.deferred, how, what)
        return True

    def play_cancel(self, words):
        chain = self.chains.get(words[1])
        if chain is None or self.in_cancellers or (self.gathered and self.cancelling):
            return False
        self.cancelling += 1
        chain.deferred.cancel()
        self.cancelling -= 1
        return True

    def play_advance(self, words):
        self.cancelling += 1
        for _ in range(int(words[1])):
            self.clock.advance(1)
        self.cancelling -= 1
        return True

    # Adding

    def function(self, number):
        return self.functions[int(number)]

    def open(self, number):
        chain = self.chains.get(number)
        return None if chain is None or chain.spent() else chain

    def play_add(self, words):
        chain = self.open(words[1])
        if chain is None:
            return False
        chain.growing = True
        getattr(self, "add_" + words[2])(chain, *words[3:])
        chain.growing = False
        return True

    def add_callback(self, chain, number):
        chain.deferred.addCallback(self.step(chain, number))

    def add_errback(self, chain, caught, number):
        step = self.step(chain, number)

        def trap(failure):
            failure.trap(TROUBLES[caught])
            return step(failure)

        chain.deferred.addErrback(trap)

    def add_pair(self, chain, callback, errback):
        chain.deferred.addCallbacks(self.step(chain, callback), self.step(chain, errback))

    def add_both(self, chain, number):
        chain.deferred.addBoth(self.step(chain, number))

    def add_tap(self, chain, number):
        chain.deferred.addCallback(self.look(chain, number, text))

    def add_always(self, chain, number):
        chain.deferred.addBoth(self.look(chain, number, lambda outcome: "whatever"))

    def look(self, chain, number, words):
        function = self.function(number)

        def looks(outcome):
            self.run(function, chain, words(outcome))
            if function.kind == "raise":
                raise TROUBLES[function.word]()
            return outcome

        return looks

    def play_otherwise(self, words):
        chain = self.open(words[1])
        if chain is None:
            return False
        chain.taken = True
        chain.deferred.addErrback(lambda failure: self.run(self.function(words[2]), chain, text(failure)))
        return True

    def play_probe(self, words):
        chain = self.open(words[1])
        if chain is None:
            return False

        def probe(outcome):
            self.trace.append("chain " + words[1] + " has " + text(outcome))
            return outcome

        chain.deferred.addBoth(probe)
        return True

    def play_timeout(self, words):
        chain = self.open(words[1])
        if chain is None:
            return False
        chain.deferred.addTimeout(int(words[2]), self.clock)
        return True

    def play_look(self, words):
        chain = self.open(words[1])
        if chain is None:
            return False
        deferred = chain.deferred
        fired = deferred.called and not isinstance(deferred.result, defer.Deferred)
        self.trace.append("fired" if fired else "waits")
        return True

    def play_forward(self, words):
        chain, other = self.open(words[1]), self.chains.get(words[2])
        if chain is None or other is None or other is chain or not (other.fireable and other.fresh):
            return False
        other.fireable = False
        chain.taken = True
        chain.deferred.chainDeferred(other.deferred)
        return True

    # Running

    def step(self, chain, number):
        function = self.function(number)
        return lambda outcome: self.call(function, chain, outcome)

    def run(self, function, chain, got):
        self.trace.append(function.name + " gets " + got)
        chain.running = True
        for operation in function.operations:
            self.play(operation)
        chain.running = False
        self.trace.append(function.name + " ends")

    def call(self, function, chain, outcome):
        self.run(function, chain, text(outcome))
        if function.kind == "value":
            return value(function.word)
        if function.kind == "again":
            return outcome
        if function.kind == "raise":
            raise TROUBLES[function.word]()
        inner = self.open(function.word)
        if inner is None or inner.running:
            self.trace.append("cannot wait for " + function.word)
            return None
        inner.taken = True
        return inner.deferred


def main(scripts, traces):
    globalLogBeginner.beginLoggingTo([lambda event: None], redirectStandardIO=False)
    players = {}
    with open(scripts, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("script "):
                player = players[line.rstrip("\n")] = Player()
            else:
                player.read(line.rstrip("\n"))
    with open(traces, "w", encoding="utf-8") as out:
        for title, player in players.items():
            for operation in player.main:
                player.play(operation)
            print(title, *player.trace, sep="\n", file=out)


main(*sys.argv[1:])
