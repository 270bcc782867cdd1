package sketches.bulk;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import java.nio.file.Path;

/** Sends a header and a file, and ends. */
final class FileServer extends Protocol {
    private final Bytes header;
    private final Path file;

    FileServer(Bytes header, Path file) {
        this.header = header;
        this.file = file;
    }

    @Override
    public void connectionMade() {
        transport().write(header);
        transport().send(file).otherwise(this::fail);
        transport().loseConnection();
    }
}
