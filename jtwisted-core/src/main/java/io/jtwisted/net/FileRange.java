package io.jtwisted.net;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A part of a file, to be sent by {@link Transport#send(FileRange, java.util.function.LongConsumer)}.
 *
 * @param position of the first byte, from zero
 * @param count how many bytes; {@link #TO_END} for all that follow the position when the file is opened
 */
public record FileRange(Path file, long position, long count) {
    /** As a count: up to the end of the file. */
    public static final long TO_END = -1;

    public FileRange {
        Objects.requireNonNull(file, "expected a file");
        if (position < 0 || count < TO_END) {
            throw new IllegalArgumentException("expected a position and a number of bytes from 0 on, or " + TO_END
                    + " for all, not " + position + " and " + count);
        }
    }

    /** All of this file. */
    public static FileRange of(Path file) {
        return new FileRange(file, 0, TO_END);
    }
}
