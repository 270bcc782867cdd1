package io.jtwisted.service;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;

/** A client which says hello. */
final class Guest extends Protocol {

    @Override
    public void connectionMade() {
        transport().write(Bytes.utf8("hello"));
    }
}
