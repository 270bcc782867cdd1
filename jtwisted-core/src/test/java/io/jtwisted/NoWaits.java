package io.jtwisted;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The methods that give a Deferred of which a cancel takes nothing back, and why. */
final class NoWaits {
    private static final String A_LINK = "a link of its chain, which holds it; what the chain waits for is cancelled";
    private static final String AT_ONCE = "fires before the method returns";
    private static final String THE_CALLERS = "the caller made it, or the code that the caller gave";
    private static final String AN_INTERFACE = "its implementations are asked";
    private static final String ONLY_ONE = "there is one at a time: a second call is refused at once";
    private static final String KEEPS_ITS_PLACE =
            "its answer is still to come, and only its place is kept; places are few";
    private static final String LISTENS = "behind Reactor.listen(String, Supplier), which is asked";
    private static final String CONNECTS = "behind Reactor.connect, which is asked";

    static final Map<String, String> REASONS = reasons();

    private NoWaits() {}

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new TreeMap<>();
        put(
                reasons,
                A_LINK,
                "defer.Deferred.addBoth(Callback)",
                "defer.Deferred.addCallback(Callback)",
                "defer.Deferred.addCallbacks(Callback, Callback)",
                "defer.Deferred.addErrback(Callback)",
                "defer.Deferred.addErrback(Class, Callback)",
                "defer.Deferred.always(DeferredCallable)",
                "defer.Deferred.always(Runnable)",
                "defer.Deferred.chainBoth(Callback)",
                "defer.Deferred.chainCallback(Callback)",
                "defer.Deferred.chainErrback(Callback)",
                "defer.Deferred.chainErrback(Class, Callback)",
                "defer.Deferred.tap(Action)");
        put(
                reasons,
                AT_ONCE,
                "defer.Deferred.fail(Throwable)",
                "defer.Deferred.succeed(Object)",
                "defer.Deferred.maybeDeferred(Callable)",
                "defer.Deferred.maybeDeferred(Runnable)",
                "service.ClientService.start()",
                "testing.MemoryReactor.deferToThread(Callable)");
        put(
                reasons,
                THE_CALLERS,
                "defer.Deferred.maybeDeferred(DeferredCallable)",
                "defer.Deferred.on(Loop)",
                "defer.Deferred.on(Loop, Consumer)",
                "defer.DeferredCallable.call()",
                "net.SystemEvents.fire(SystemEvent)",
                "text.LineReceiver.oneAtATime(Deferred)",
                "text.Verbs$Handler.handle(Object, Object)",
                "text.Verbs.dispatch(Object, String)",
                "text.Verbs.dispatch(Object, String, Object)");
        put(
                reasons,
                AN_INTERFACE,
                "net.ByteSink.end()",
                "net.ByteSink.take(Bytes)",
                "net.HostResolver.resolve(Reactor, String)",
                "service.Service.start()",
                "service.Service.stop()");
        put(
                reasons,
                ONLY_ONE,
                "flow.FlowProtocol.send(Publisher)",
                "net.Reactor.start()",
                "net.Reactor.stop()",
                "net.ReactorGroup.start()",
                "net.ReactorGroup.stop()",
                "net.ChannelHalf.encrypt(Tls)",
                "net.Connection.pipeTo(Transport)",
                "net.Connection.startTls(Tls)",
                "net.Transport.pipeTo(Transport)",
                "net.Transport.startTls(Tls)",
                "netty.NettyReactor.start()",
                "netty.NettyReactor.stop()",
                "testing.MemoryReactor.start()",
                "testing.MemoryReactor.stop()",
                "text.LineReceiver.receiveBytes(int)",
                "text.LineReceiver.receiveInto(DotBlock, ByteSink)",
                "text.LineReceiver.receiveInto(long, ByteSink)",
                "text.LineReceiver.receiveLine()");
        put(reasons, KEEPS_ITS_PLACE, "text.Answers.ask(Runnable)");
        put(
                reasons,
                LISTENS,
                "net.Network.listen(Tcp, Factory)",
                "net.Network.listen(Unix, Factory)",
                "net.Reactor.listen(ServerEndpoint, Factory)",
                "net.Reactor.listen(String, Factory)",
                "net.ReactorGroup.listen(ServerEndpoint, Factory)",
                "net.ReactorGroup.listen(String, Factory)",
                "net.ReactorGroup.listen(String, Supplier)",
                "net.ServerEndpoint$Tcp.listen(Reactor, Factory)",
                "net.ServerEndpoint$Unix.listen(Reactor, Factory)",
                "net.ServerEndpoint.listen(Reactor, Factory)");
        put(
                reasons,
                CONNECTS,
                "net.ClientEndpoint$Tcp.connect(Reactor, Protocol)",
                "net.ClientEndpoint$Unix.connect(Reactor, Protocol)",
                "net.ClientEndpoint.connect(Reactor, Protocol)");
        put(reasons, "behind Reactor.inline, which is asked", "defer.Inline.run(Callable)");
        put(
                reasons,
                "behind Port.drain, which is asked",
                "net.Connections.seeOff(Duration)",
                "net.Connections.seeOff(Ledger, Duration)");
        return reasons;
    }

    private static void put(Map<String, String> reasons, String reason, String... methods) {
        Stream.of(methods).forEach(method -> reasons.put(method, reason));
    }
}
