package io.jtwisted.netty;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.uring.IoUring;
import java.util.function.Supplier;

/** Chooses the way to the network. */
final class Transports {

    private Transports() {}

    static NetworkTransport choose(NettyReactor.Io wanted) {
        return switch (wanted) {
            case NIO -> new NioTransport();
            case EPOLL -> required("epoll", Native::epoll, Native::epollCause, EpollTransport::new);
            case KQUEUE -> required("kqueue", Native::kqueue, Native::kqueueCause, KQueueTransport::new);
            case IO_URING -> required("io-uring", Native::ioUring, Native::ioUringCause, IoUringTransport::new);
            case AUTO -> best();
        };
    }

    private static NetworkTransport best() {
        if (isThere(Native::epoll)) {
            return new EpollTransport();
        }
        return isThere(Native::kqueue) ? new KQueueTransport() : new NioTransport();
    }

    private static NetworkTransport required(
            String name, Supplier<Boolean> available, Supplier<Throwable> cause, Supplier<NetworkTransport> transport) {
        if (!isThere(available)) {
            throw new IllegalStateException(
                    "the transport '" + name
                            + "' is not to be had here: add Netty's native library for it, or choose 'auto'",
                    causeOf(cause));
        }
        return transport.get();
    }

    private static boolean isThere(Supplier<Boolean> available) {
        try {
            return available.get();
        } catch (LinkageError e) {
            return false; // its classes are optional
        }
    }

    private static Throwable causeOf(Supplier<Throwable> cause) {
        try {
            return cause.get();
        } catch (LinkageError e) {
            return e;
        }
    }

    /** Asks Netty, in a class which may fail to link. */
    private static final class Native {

        static boolean epoll() {
            return Epoll.isAvailable();
        }

        static Throwable epollCause() {
            return Epoll.unavailabilityCause();
        }

        static boolean kqueue() {
            return KQueue.isAvailable();
        }

        static Throwable kqueueCause() {
            return KQueue.unavailabilityCause();
        }

        static boolean ioUring() {
            return IoUring.isAvailable();
        }

        static Throwable ioUringCause() {
            return IoUring.unavailabilityCause();
        }
    }
}
