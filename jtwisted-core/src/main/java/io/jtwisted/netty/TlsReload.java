package io.jtwisted.netty;

import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.netty.handler.ssl.SslContext;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Exchanges the keys of a bundle for newer ones, if these are any good. For any thread which may block. */
final class TlsReload {
    private final TlsContexts contexts;

    // Of two reloads at once the one which asked first could come last, with the older keys.
    private final ReentrantLock one = new ReentrantLock();

    TlsReload(TlsContexts contexts) {
        this.contexts = contexts;
    }

    /** See {@link NettyReactor#reloadTls}. */
    Optional<X509Certificate> of(TlsKeys.Bundle bundle) throws SSLException {
        one.lock();
        try {
            return exchange(bundle, contexts.known(bundle));
        } catch (SSLException | RuntimeException e) {
            throw new SSLException(
                    "the TLS bundle '" + bundle.name() + "' keeps its old keys, the new ones are of no use: "
                            + reason(e),
                    e);
        } finally {
            one.unlock();
        }
    }

    private Optional<X509Certificate> exchange(TlsKeys.Bundle bundle, TlsKeys keys) throws SSLException {
        // Asked after the source: a port which opens later has the new keys anyhow.
        List<TlsSlot> slots = contexts.slots(bundle);
        if (slots.isEmpty()) {
            Optional<X509Certificate> shown = Optional.ofNullable(unused(Tls.of(bundle), keys));
            contexts.forget(bundle);
            return shown;
        }
        Map<TlsSlot, SslContext> next = new LinkedHashMap<>();
        X509Certificate shown = null;
        for (TlsSlot slot : slots) {
            SslContext context = contexts.server(slot.tls(), bundle, keys);
            shown = upToDate(TlsRehearsal.of(context));
            next.put(slot, context);
        }
        next.forEach(TlsSlot::replace);
        contexts.forget(bundle);
        return Optional.ofNullable(shown);
    }

    /** Clients take what they find the next time that they connect. It should be good then. */
    private @Nullable X509Certificate unused(Tls tls, TlsKeys keys) throws SSLException {
        contexts.client(tls, keys);
        return TlsContexts.hasCertificate(keys)
                ? upToDate(TlsRehearsal.of(contexts.server(tls, tls.keys(), keys)))
                : null;
    }

    private static X509Certificate upToDate(X509Certificate certificate) throws SSLException {
        Optional<String> objection = objection(certificate);
        if (objection.isPresent()) {
            throw new SSLException(objection.get());
        }
        return certificate;
    }

    /** What the clock has against this certificate. */
    static Optional<String> objection(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return Optional.empty();
        } catch (CertificateExpiredException e) {
            return Optional.of("the certificate of " + certificate.getSubjectX500Principal() + " has expired, at "
                    + certificate.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            return Optional.of("the certificate of " + certificate.getSubjectX500Principal() + " is not valid before "
                    + certificate.getNotBefore().toInstant());
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
