package io.jtwisted;

import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.Refusal;
import io.jtwisted.net.TlsSession;
import io.jtwisted.net.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes down what a reactor tells, but for lag: a line for each event, with what surely is the same each time. */
public final class Witness implements ReactorListener {
    private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
    private final BlockingQueue<Duration> lags = new LinkedBlockingQueue<>();
    private final BlockingQueue<List<StackTraceElement>> stacks = new LinkedBlockingQueue<>();
    private final BlockingQueue<Duration> durations = new LinkedBlockingQueue<>();

    /** What it was told and nobody has asked for yet. */
    public List<String> news() {
        return List.copyOf(news);
    }

    /** The next that it is told; waits for it. */
    public String hears() throws InterruptedException {
        return next(news);
    }

    /** The next sample of lag; waits for it. */
    public Duration lag() throws InterruptedException {
        return next(lags);
    }

    /** The next stack of a blocked reactor; waits for it. */
    public List<StackTraceElement> stack() throws InterruptedException {
        return next(stacks);
    }

    /** The next stack with this method in it; waits for it. On a busy machine a reactor may block earlier, to load classes. */
    public List<StackTraceElement> stackIn(String method) throws InterruptedException {
        List<StackTraceElement> stack = stack();
        while (stack.stream().noneMatch(element -> element.getMethodName().equals(method))) {
            stack = stack();
        }
        return stack;
    }

    /** How long the handshake, the connection or the block took which was told next; waits for it. */
    public Duration duration() throws InterruptedException {
        return next(durations);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("waited in vain");
        }
        return next;
    }

    @Override
    public void opened(@Nullable Port port, Transport transport) {
        news.add("opened " + side(port));
    }

    @Override
    public void closed(@Nullable Port port, Transport transport, CloseReason reason, Duration age) {
        news.add("closed " + side(port) + " " + reason.kind());
        durations.add(age);
    }

    @Override
    public void refused(Port port, Refusal reason) {
        news.add("refused " + reason);
    }

    @Override
    public void handshake(
            @Nullable Port port, Duration took, @Nullable TlsSession session, @Nullable Throwable failure) {
        news.add("handshake " + side(port) + " "
                + (session == null ? String.valueOf(failure).replaceAll(":.*", "") : session.protocol()));
        durations.add(took);
    }

    @Override
    public void failed(@Nullable Port port, Transport transport, Throwable cause) {
        news.add("failed " + side(port) + " " + cause.getMessage());
    }

    @Override
    public void unhandled(Reactor reactor, Throwable cause) {
        news.add("unhandled " + cause.getMessage());
    }

    @Override
    public void blocked(Reactor reactor, Duration soFar, List<StackTraceElement> stack) {
        news.add("blocked " + reactor.name());
        stacks.add(stack);
        durations.add(soFar);
    }

    @Override
    public void lag(Reactor reactor, Duration waited) {
        lags.add(waited);
    }

    private static String side(@Nullable Port port) {
        return port == null ? "client" : "server";
    }
}
