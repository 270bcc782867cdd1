package io.jtwisted.benchmarks.load.ours;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.frames.FrameReceiver;

/** Says each frame back. */
final class Frames extends FrameReceiver {

    Frames() {
        super(Integer.BYTES);
    }

    @Override
    public void frameReceived(Bytes frame) {
        sendFrame(frame);
    }
}
