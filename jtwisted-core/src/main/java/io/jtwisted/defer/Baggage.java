package io.jtwisted.defer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The carriers which need no others. */
enum Baggage implements ContextCarrier {
    NONE {
        @Override
        public Snapshot capture() {
            return NOTHING;
        }
    },
    MDC {
        @Override
        public Snapshot capture() {
            Map<String, String> taken = org.slf4j.MDC.getCopyOfContextMap();
            return () -> {
                Map<String, String> before = org.slf4j.MDC.getCopyOfContextMap();
                put(taken);
                return () -> put(before);
            };
        }
    };

    private static final Snapshot NOTHING = () -> () -> {};

    private static void put(@Nullable Map<String, String> entries) {
        if (entries == null) {
            org.slf4j.MDC.clear();
        } else {
            org.slf4j.MDC.setContextMap(entries);
        }
    }
}
