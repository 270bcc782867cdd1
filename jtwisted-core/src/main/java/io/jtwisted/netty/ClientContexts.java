package io.jtwisted.netty;

import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of clients. One is used again for as long as its keys are the same, because a context knows the sessions
 * that a client can resume: a resumed handshake costs a fraction of a full one. Clients share a context only if their
 * keys, and so their trust, are equal; files are equal until they are written to. For any thread.
 */
final class ClientContexts {
    /** A program has a handful; one that makes new keys each time must not leak. */
    private static final int KEPT = 64;

    private final Map<Use, Entry> kept = new ConcurrentHashMap<>();

    /** Makes a context of keys. */
    interface Maker {
        SslContext make(TlsKeys keys) throws SSLException;
    }

    /** The context for these keys, which those of {@code tls} stand for. */
    SslContext get(Tls tls, TlsKeys keys, Maker maker) throws SSLException {
        Use use = new Use(tls.keys(), tls.alpn());
        if (kept.size() >= KEPT && !kept.containsKey(use)) {
            kept.clear();
        }
        return kept.computeIfAbsent(use, first -> new Entry()).get(keys, maker);
    }

    int size() {
        return kept.size();
    }

    void forget(TlsKeys.Bundle bundle) {
        kept.keySet().removeIf(use -> use.keys.equals(bundle));
    }

    /** What a context is made for. Names and time limits belong to a connection. */
    private record Use(TlsKeys keys, List<String> alpn) {}

    /** The context of one use, and what it was made of. */
    private static final class Entry {
        private final ReentrantLock lock = new ReentrantLock(); // connects at the same time share one context
        private @Nullable TlsKeys keys;
        private List<Stamp> stamps = List.of();
        private @Nullable SslContext context;

        SslContext get(TlsKeys wanted, Maker maker) throws SSLException {
            lock.lock();
            try {
                List<Stamp> now = stamps(wanted); // before they are read: a file that changes meanwhile is read again
                SslContext known = context;
                if (known != null && wanted.equals(keys) && now.equals(stamps)) {
                    return known;
                }
                SslContext made = maker.make(wanted);
                keys = wanted;
                stamps = now;
                context = made;
                return made;
            } finally {
                lock.unlock();
            }
        }
    }

    /** What changes when a file does. */
    private record Stamp(
            long size, FileTime modified, @Nullable Object file) {
        static final Stamp NONE = new Stamp(-1, FileTime.fromMillis(0), null);
    }

    private static List<Stamp> stamps(TlsKeys keys) {
        List<Stamp> stamps = new ArrayList<>();
        if (keys instanceof TlsKeys.Pem pem) {
            stamps.add(stamp(pem.certificates()));
            stamps.add(stamp(pem.key()));
            stamps.add(stamp(pem.trust()));
        }
        return stamps;
    }

    private static Stamp stamp(@Nullable Path file) {
        if (file == null) {
            return Stamp.NONE;
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        } catch (IOException e) {
            return Stamp.NONE; // whatever reads the file has the better message
        }
    }
}
