package io.jtwisted.net;

import java.time.Duration;

/** The way back: makes an endpoint string, and leaves out what is as usual. */
final class EndpointWriter {
    private final StringBuilder text;

    EndpointWriter(String prefix) {
        text = new StringBuilder(prefix);
    }

    EndpointWriter value(Object value) {
        text.append(':').append(EndpointText.quote(value.toString()));
        return this;
    }

    EndpointWriter option(String name, Object value) {
        text.append(':').append(name).append('=').append(EndpointText.quote(value.toString()));
        return this;
    }

    EndpointWriter option(String name, Object value, Object usual) {
        return value.equals(usual) ? this : option(name, value);
    }

    EndpointWriter duration(String name, Duration value, Duration usual) {
        return option(name, EndpointText.seconds(value), EndpointText.seconds(usual));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
