package io.jtwisted.netty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Layer;
import io.jtwisted.net.Port;
import io.jtwisted.net.Tls;
import io.jtwisted.testsupport.Pki;
import java.net.InetAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS as a layer, with a client of the JDK's. */
class TlsLayerIT {
    @TempDir
    private Path directory;

    @Test
    void aClientOfTheJdkIsUnderstood() throws Exception {
        Pki pki = new Pki(directory, "ours");
        Tls tls = Host.tls(pki.localhost());
        byte[] bytes = Rig.noise(300_000);
        NettyReactor reactor = NettyReactor.builder().daemon(true).build();
        reactor.start().await();
        try {
            Port port = reactor.listen(
                            "tcp:0:interface=127.0.0.1", () -> new Layer(TlsLayer.server(tls), new EchoToTheEnd()))
                    .await();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, pki.authority().toTrustManagerFactory().getTrustManagers(), null);
            try (SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port.number())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write("hello ".getBytes(UTF_8));
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();

                byte[] answer = socket.getInputStream().readAllBytes();
                assertThat(answer).hasSize(6 + bytes.length).startsWith("hello ".getBytes(UTF_8));
            }
        } finally {
            reactor.stop().await();
        }
    }
}
