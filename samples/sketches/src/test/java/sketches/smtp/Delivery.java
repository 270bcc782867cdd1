package sketches.smtp;

import io.jtwisted.net.ByteSink;
import java.util.List;

/** Takes messages. */
interface Delivery {

    /** A message comes: what takes its text, and says under which name it is queued. */
    ByteSink<String> message(MailPath sender, List<MailPath> recipients);
}
