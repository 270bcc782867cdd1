package io.jtwisted.testing;

import io.jtwisted.net.Address;
import io.jtwisted.net.TlsSession;
import org.jspecify.annotations.Nullable;

/** What lies between two ends: a lane each way, and what they want of a handshake. */
final class Link {
    private final Lane toServer;
    private final Lane toClient;
    private final Handshake.Terms terms = new Handshake.Terms();
    private final Address client;
    private final Address server;
    private final @Nullable TlsSession tls;

    Link(Turns turns, Address client, Address server, @Nullable TlsSession tls) {
        this.toServer = new Lane(turns);
        this.toClient = new Lane(turns);
        this.client = client;
        this.server = server;
        this.tls = tls;
    }

    End serverEnd() {
        return new End(this, toServer, toClient, new Handshake(terms, toServer, toClient, false), false);
    }

    End clientEnd() {
        return new End(this, toClient, toServer, new Handshake(terms, toClient, toServer, true), true);
    }

    /** One end of it. */
    record End(Link link, Lane in, Lane out, Handshake handshake, boolean isClient) {

        Address host() {
            return isClient ? link.client : link.server;
        }

        Address peer() {
            return isClient ? link.server : link.client;
        }

        /** What the handshake of a TLS endpoint found; null if it is plain. */
        @Nullable
        TlsSession tls() {
            return link.tls;
        }
    }
}
