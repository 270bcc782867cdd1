package sketches.bulk;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import java.util.Iterator;

/** Sends rows when it is asked, no faster than the peer takes them. */
final class RowServer extends Protocol {
    private final Iterator<Bytes> rows;

    RowServer(Iterator<Bytes> rows) {
        this.rows = rows;
    }

    @Override
    public void dataReceived(Bytes question) {
        writeNext();
    }

    void writeNext() {
        if (rows.hasNext()) {
            transport().write(rows.next());
            transport().drained().tap(transport -> writeNext()).otherwise(this::fail);
        }
    }
}
