package io.jtwisted.benchmarks.load.spring;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Sharable;
import io.jtwisted.spring.ProtocolHandler;

/** Says everything back (RFC 862): a new bean for each connection. */
@ProtocolHandler("load")
final class Echo extends Protocol implements Sharable {

    @Override
    public void dataReceived(Bytes data) {
        transport().write(data);
    }
}
