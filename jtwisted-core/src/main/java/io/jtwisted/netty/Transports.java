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
            Throwable why = causeOf(cause);
            throw new IllegalStateException(
                    advice(name, System.getProperty("os.name", ""), System.getProperty("os.arch", ""), why), why);
        }
        return transport.get();
    }

    /** What to do about a transport which is not there, in the words of the JDK for system and processor. */
    static String advice(String name, String system, String processor, Throwable cause) {
        String transport = "the transport '" + name + "' is not to be had ";
        String home = name.equals("kqueue") ? "macOS and the BSDs" : "Linux";
        boolean linux = system.equals("Linux");
        if (linux == name.equals("kqueue") || system.startsWith("Windows")) {
            return transport + "on " + system + ", only on " + home + ": choose 'auto'";
        }
        if (!(root(cause) instanceof LinkageError)) {
            return transport + "here, the system refuses it (" + root(cause).getMessage() + "): choose 'auto'";
        }
        String classifier = (linux ? "linux-" : "osx-")
                + (processor.equals("amd64") ? "x86_64" : processor).replace("aarch64", "aarch_64");
        return transport + "here: add io.netty:netty-transport-native-" + name.replace('-', '_')
                + " with the classifier " + classifier + ", or choose 'auto'";
    }

    /** Netty wraps what it could not load, a few times. */
    private static Throwable root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && !(root instanceof UnsatisfiedLinkError)) {
            root = root.getCause();
        }
        return root;
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
