package io.jtwisted.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * A handshake in memory, with a client that trusts every certificate: finds out whether the keys of a server are usable
 * before a real client does. Takes a few milliseconds of a processor.
 */
final class TlsRehearsal {
    /** A handshake needs a few dozen steps. */
    private static final int MOST_STEPS = 1_000;

    private static final int ROOM_IN_RECORDS = 4;

    private final SSLEngine server;
    private final SSLEngine client;
    private final ByteBuffer toServer;
    private final ByteBuffer toClient;

    private TlsRehearsal(SSLEngine server, SSLEngine client) {
        this.server = server;
        this.client = client;
        int record = Math.max(
                server.getSession().getPacketBufferSize(), client.getSession().getPacketBufferSize());
        toServer = ByteBuffer.allocate(ROOM_IN_RECORDS * record);
        toClient = ByteBuffer.allocate(ROOM_IN_RECORDS * record);
    }

    /**
     * The certificate which clients will see. Whether it is valid today is not looked at.
     *
     * @throws SSLException if no handshake succeeds, in particular if the key does not belong to the certificate
     */
    static X509Certificate of(SslContext context) throws SSLException {
        SSLEngine server = context.newEngine(ByteBufAllocator.DEFAULT);
        try {
            // The keys are at stake, not those of the client.
            server.setNeedClientAuth(false);
            server.setWantClientAuth(false);
            TlsRehearsal rehearsal = new TlsRehearsal(server, client(server));
            rehearsal.run();
            return rehearsal.shown();
        } catch (SSLException e) {
            throw e;
        } catch (RuntimeException e) { // of a key manager, as a rule
            throw new SSLException(e.toString(), e);
        } finally {
            ReferenceCountUtil.release(server); // that of OpenSSL holds memory
        }
    }

    private static SSLEngine client(SSLEngine server) throws SSLException {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null)
                .protocols(server.getEnabledProtocols())
                .ciphers(List.of(server.getEnabledCipherSuites()), SupportedCipherSuiteFilter.INSTANCE)
                .build()
                .newEngine(ByteBufAllocator.DEFAULT);
    }

    private void run() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        for (int steps = 0; steps < MOST_STEPS && !isOver(); steps++) {
            boolean moved = step(server, toServer, toClient);
            moved |= clientStep();
            if (!moved) {
                break;
            }
        }
        if (!isOver()) {
            throw new SSLException("the handshake came to no end");
        }
    }

    /** The client trusts every certificate: what it refuses is the signature. */
    private boolean clientStep() throws SSLException {
        try {
            return step(client, toClient, toServer);
        } catch (SSLException e) {
            throw new SSLException(
                    "the key does not belong to the certificate, it seems; a client says: " + e.getMessage(), e);
        }
    }

    private boolean isOver() {
        return client.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                && server.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Does what this side needs next, and says whether it got anywhere. */
    private static boolean step(SSLEngine side, ByteBuffer in, ByteBuffer out) throws SSLException {
        return switch (side.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task; (task = side.getDelegatedTask()) != null; ) {
                    task.run();
                }
                yield true;
            }
            case NEED_WRAP -> isProgress(side.wrap(ByteBuffer.allocate(0), out));
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                in.flip();
                SSLEngineResult result =
                        side.unwrap(in, ByteBuffer.allocate(side.getSession().getApplicationBufferSize()));
                in.compact();
                yield isProgress(result);
            }
            case FINISHED, NOT_HANDSHAKING -> false;
        };
    }

    private static boolean isProgress(SSLEngineResult result) throws SSLException {
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new SSLException("the handshake was given up");
        }
        return result.getStatus() == SSLEngineResult.Status.OK;
    }

    private X509Certificate shown() throws SSLException {
        return (X509Certificate) client.getSession().getPeerCertificates()[0];
    }
}
