package io.jtwisted.benchmarks.load.ours;

import io.jtwisted.benchmarks.load.Setup;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ByteProducer;
import io.jtwisted.net.Protocol;

/** Sends for as long as there is room. */
final class Out extends Protocol implements ByteProducer {
    private static final Bytes CHUNK = Bytes.wrap(new byte[Setup.CHUNK]);

    private boolean wanted;

    @Override
    public void connectionMade() {
        transport().registerProducer(this);
        resumeProducing();
    }

    @Override
    public void resumeProducing() {
        wanted = true;
        while (wanted) {
            transport().write(CHUNK);
        }
    }

    @Override
    public void pauseProducing() {
        wanted = false;
    }

    @Override
    public void stopProducing() {
        wanted = false;
    }
}
