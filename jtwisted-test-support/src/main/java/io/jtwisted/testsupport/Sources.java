package io.jtwisted.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Source files, for tests that read them. */
public final class Sources {

    private Sources() {}

    /** All Java files below this directory; none where there is no such directory. */
    public static List<Path> below(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of the type that this source file below this root has. */
    static String typeIn(Path root, Path file) {
        return root.relativize(file).toString().replaceFirst("\\.java$", "").replace(File.separatorChar, '.');
    }

    /** The text of a file, which is UTF-8. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
