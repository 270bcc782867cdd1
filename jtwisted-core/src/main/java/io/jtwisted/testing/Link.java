package io.jtwisted.testing;

import io.jtwisted.net.Address;
import io.jtwisted.net.TlsSession;
import org.jspecify.annotations.Nullable;

/** What lies between two ends: a lane each way, and their handshake. */
final class Link {
    private final Lane toServer;
    private final Lane toClient;
    private final Handshake handshake;
    private final Address client;
    private final Address server;
    private final @Nullable TlsSession tls;

    /** Played, if one of the ends is a test. */
    Link(Turns turns, boolean played, Address client, Address server, @Nullable TlsSession tls) {
        this.toServer = new Lane(turns);
        this.toClient = new Lane(turns);
        this.handshake = new Handshake(turns, played);
        this.client = client;
        this.server = server;
        this.tls = tls;
    }

    End serverEnd() {
        return new End(this, toServer, toClient, false);
    }

    End clientEnd() {
        return new End(this, toClient, toServer, true);
    }

    /** One end of it. */
    record End(Link link, Lane in, Lane out, boolean isClient) {

        Address host() {
            return isClient ? link.client : link.server;
        }

        Address peer() {
            return isClient ? link.server : link.client;
        }

        Handshake handshake() {
            return link.handshake;
        }

        /** What the handshake of a TLS endpoint found; null if it is plain. */
        @Nullable
        TlsSession tls() {
            return link.tls;
        }
    }
}
