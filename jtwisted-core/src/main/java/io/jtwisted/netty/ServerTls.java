package io.jtwisted.netty;

import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.util.DomainWildcardMappingBuilder;
import io.netty.util.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The TLS of a port: its keys, and other keys for other names (SNI). For any thread. */
final class ServerTls {
    private final Tls tls;
    private final List<TlsSlot> slots = new ArrayList<>();
    private final TlsSlot slot;
    private final @Nullable Mapping<String, TlsSlot> byName;

    /** With no keys yet: {@link TlsContexts} fills the slots. */
    ServerTls(Tls tls) {
        this.tls = tls;
        slot = slot(tls.keys());
        byName = tls.serverNames().isEmpty() ? null : names();
    }

    private Mapping<String, TlsSlot> names() {
        DomainWildcardMappingBuilder<TlsSlot> builder = new DomainWildcardMappingBuilder<>(slot);
        for (Map.Entry<String, TlsKeys> name : tls.serverNames().entrySet()) {
            builder.add(name.getKey(), slot(name.getValue()));
        }
        return builder.build();
    }

    private TlsSlot slot(TlsKeys keys) {
        TlsSlot made = new TlsSlot(tls, keys);
        slots.add(made);
        return made;
    }

    /** The default bundle, then those for names. */
    List<TlsSlot> slots() {
        return slots;
    }

    /** What goes first into the pipeline of this channel. */
    ChannelHandler handler(Channel channel) {
        return new TlsGuard(
                tls,
                byName == null
                        ? TlsContexts.withTimeout(slot.context().newHandler(channel.alloc()), tls)
                        : new NameChoice(tls, name -> byName.map(name).context()));
    }
}
