package io.jtwisted.spring.autoconfigure;

import io.jtwisted.netty.NettyReactor;
import java.util.Map;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Has classes loaded while Spring looks for beans: those of Netty with its native library, and of the properties. They
 * are most of what a start waits for. Leaves nothing behind.
 */
final class JTwistedBackgroundPreinitializer implements BackgroundPreinitializer {

    @Override
    public void preinitialize() throws Exception {
        NettyReactor.builder().name("preinitializer").build(); // has no threads and no sockets before it starts
        Class.forName("io.netty.buffer.ByteBufUtil"); // makes the allocator
        Class.forName("io.netty.channel.ManualIoEventLoop");
        Map<String, String> properties = Map.of("jtwisted.listeners.any.port", "0");
        new Binder(new MapConfigurationPropertySource(properties)).bind("jtwisted", JTwistedProperties.class);
    }
}
