package sketches.layers;

import io.jtwisted.net.CloseReason;
import io.jtwisted.net.HalfCloseable;
import io.jtwisted.text.LineReceiver;
import java.util.List;
import java.util.Locale;

/** Says each line in capitals. */
final class Shout extends LineReceiver implements HalfCloseable {
    private final List<String> news;

    Shout(List<String> news) {
        this.news = news;
    }

    @Override
    public void connectionMade() {
        news.add("made");
    }

    @Override
    public void lineReceived(String line) {
        sendLine(line.toUpperCase(Locale.ROOT));
    }

    @Override
    public void readConnectionLost() {
        news.add("end");
        sendLine("bye");
        transport().loseConnection();
    }

    @Override
    public void connectionLost(CloseReason reason) {
        news.add("lost " + reason.kind());
    }
}
