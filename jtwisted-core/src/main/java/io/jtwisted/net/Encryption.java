package io.jtwisted.net;

import io.jtwisted.defer.Deferred;

/** When TLS may begin on a connection that was plain: the same for all transports. Belongs to the reactor's thread. */
final class Encryption {

    private Encryption() {}

    /**
     * As {@link Transport#startTls}.
     *
     * @param begun whether it has begun before
     */
    static Deferred<TlsSession> begin(Connection connection, boolean begun, Tls tls) throws Exception {
        if (begun || connection.secure()) {
            throw new IllegalStateException(
                    "this connection " + (connection.secure() ? "is encrypted" : "has begun TLS") + " already");
        }
        if (connection.state() != ConnectionState.OPEN || connection.intake().keepsEnd()) {
            throw new IllegalStateException(
                    connection.connected()
                            ? "the peer has ended: no handshake can follow"
                            : "this connection is closed");
        }
        if (connection.intake().keepsBytes() || connection.protocol().keepsBytes()) {
            // An attacker in between may have put them there: they must never look encrypted (RFC 3207, section 6).
            ProtocolException early = new ProtocolException("expected the TLS handshake, not more in the clear");
            connection.fail(early);
            throw early;
        }
        if (connection.outlet().holds()) {
            throw new IllegalStateException("a file is being sent: begin TLS when it has been");
        }
        connection.flush(); // what was written so far leaves in the clear
        return connection.encrypt(tls);
    }
}
