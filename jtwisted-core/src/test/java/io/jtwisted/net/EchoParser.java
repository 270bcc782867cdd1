package io.jtwisted.net;

/** A third party's parser, found by the ServiceLoader: {@code test-echo:NAME[:times=N][:loud=yes]}, for clients only. */
public final class EchoParser implements EndpointParser {

    @Override
    public String prefix() {
        return "test-echo";
    }

    @Override
    public ClientEndpoint client(EndpointText text) {
        String name = text.value("name", "test-echo:cave");
        int times = text.number("times", 1, 9, 1);
        if (text.option("loud").isPresent() && times > 1) {
            throw text.wrong("loud goes with times=1");
        }
        return ClientEndpoint.unix(name.repeat(times));
    }
}
