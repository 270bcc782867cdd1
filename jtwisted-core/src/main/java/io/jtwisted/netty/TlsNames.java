package io.jtwisted.netty;

import java.net.IDN;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** The name of a server, as its certificate has it and as a client asks for it. */
final class TlsNames {

    private TlsNames() {}

    /**
     * The name as certificates have it: in ASCII (RFC 5890), and without the dot at the end which only the DNS knows.
     *
     * @throws IllegalArgumentException if it is the name of no host, such as the path of a socket
     */
    static String expected(String host) {
        if (Names.isLiteral(host) && !host.isEmpty()) {
            return host;
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "TLS needs the name that the server's certificate must have, as Tls.serverName(NAME); '" + host
                            + "' is none");
        }
        return IDN.toASCII(name);
    }

    /**
     * Asks for the certificate of this name (RFC 6066, section 3). The JDK would do so too, but not for names without
     * a dot, such as those of containers. Addresses are never asked for.
     */
    static void ask(SSLEngine engine, String name) {
        if (Names.isLiteral(name)) {
            return;
        }
        try {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            engine.setSSLParameters(parameters);
        } catch (IllegalArgumentException e) {
            return; // such as my_host: no name for SNI, and yet the certificate may have it
        }
    }
}
