package io.jtwisted.samples.readme;

import io.jtwisted.JTwisted;
import io.jtwisted.text.LineReceiver;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up host names: one line in, one line out. */
final class Lookup extends LineReceiver {

    @Override
    public void lineReceived(String host) {
        reactor()
                .deferToThread(() -> InetAddress.getByName(host).getHostAddress())
                .addErrback(UnknownHostException.class, e -> "no such host")
                .tap(this::sendLine)
                .otherwise(this::fail);
    }

    public static void main(String... args) {
        JTwisted.serve("tcp:7000", Lookup::new);
    }
}
