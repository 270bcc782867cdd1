package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.Shared;
import io.jtwisted.net.Address;
import io.jtwisted.net.ConnectionStatistics;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Port;
import io.jtwisted.net.PortStatistics;
import io.jtwisted.net.Reactor;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A place where a reactor listens. */
final class NettyPort implements Port {
    private final NettyReactor reactor;
    private final List<Channel> channels;
    private final List<Address> hosts;
    private final String name;
    private final Acceptor acceptor;
    private final Deferred<Port> gone;
    private final Shared<Port> closed;

    private int open;

    NettyPort(NettyReactor reactor, String name, List<Address> hosts, List<Channel> channels, Acceptor acceptor) {
        this.reactor = reactor;
        this.hosts = hosts;
        this.channels = List.copyOf(channels);
        this.acceptor = acceptor;
        this.name = name.isEmpty() ? host().toString() : name;
        this.open = channels.size();
        this.gone = Deferred.on(reactor);
        this.closed = Shared.of(gone);
        channels.forEach(channel ->
                channel.closeFuture().addListener(done -> reactor.loop().whenGone(channel, this::gone)));
        acceptor.serves(this, channels);
    }

    private void gone() {
        open--;
        if (open > 0) {
            return;
        }
        reactor.connections().closed(this);
        gone.callback(this);
    }

    @Override
    public Address host() {
        return hosts.get(0);
    }

    @Override
    public List<Address> hosts() {
        return hosts;
    }

    @Override
    public int connections() {
        return acceptor.connections();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Throwable> acceptFailure() {
        return Optional.ofNullable(acceptor.resting());
    }

    @Override
    public PortStatistics statistics() {
        return Ledger.total(acceptor.ledgers());
    }

    @Override
    public Deferred<List<ConnectionStatistics>> connectionStatistics() {
        Deferred<Port> begin = Deferred.on(reactor);
        Deferred<List<ConnectionStatistics>> result = begin.chainCallback(
                        port -> Deferred.gatherResults(reactor.siblings().stream()
                                .filter(Reactor::running)
                                .map(this::connectionStatistics)
                                .toList()))
                .addCallback(each -> each.stream().flatMap(List::stream).toList());
        begin.callback(this);
        return result;
    }

    private Deferred<List<ConnectionStatistics>> connectionStatistics(NettyReactor sibling) {
        return sibling.call(() -> sibling.connections().statistics(acceptor.ledger(sibling)))
                .addErrback(IllegalStateException.class, stopped -> List.of());
    }

    @Override
    public Deferred<Integer> drain(Duration patience) {
        acceptor.close();
        List<Deferred<Integer>> here = drainHere(patience);
        return stopListening()
                .chainCallback(stopped -> Deferred.gatherResults(Stream.concat(
                                here.stream(),
                                reactor.siblings().stream()
                                        .filter(sibling -> sibling.running() && (here.isEmpty() || !sibling.inLoop()))
                                        .map(sibling -> seeOff(sibling, patience)))
                        .toList()))
                .addCallback(
                        aborted -> aborted.stream().mapToInt(Integer::intValue).sum());
    }

    /**
     * Says goodbye now if this is the thread of a loop, and sends what was written: the event in which this happens may
     * be the last one, as where it closes a Spring context or ends the JVM.
     */
    private List<Deferred<Integer>> drainHere(Duration patience) {
        return reactor.siblings().stream()
                .filter(sibling -> sibling.running() && sibling.inLoop())
                .map(sibling -> {
                    Deferred<Integer> gone = seeOff(sibling, patience);
                    sibling.loop().endTurn();
                    return gone;
                })
                .toList();
    }

    @Override
    public Deferred<Port> stopListening() {
        channels.forEach(Channel::close);
        return closed();
    }

    private Deferred<Integer> seeOff(NettyReactor sibling, Duration patience) {
        return sibling.call(() -> sibling.connections().seeOff(acceptor.ledger(sibling), patience));
    }

    @Override
    public Deferred<Port> closed() {
        return closed.get();
    }

    @Override
    public String toString() {
        return hosts.stream().map(Address::toString).collect(Collectors.joining(" and "));
    }
}
