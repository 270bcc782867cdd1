package io.jtwisted.text;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.TransportException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reactor's side of a dialogue: carries between the connection and the thread. */
final class Speaker extends Protocol {
    private static final Logger LOG = LoggerFactory.getLogger(Dialogue.class);

    private final Dialogues all;
    private final Dialogue dialogue;
    private @Nullable Conversation conversation;

    Speaker(Dialogues all, Dialogue dialogue) {
        this.all = all;
        this.dialogue = dialogue;
    }

    @Override
    public void connectionMade() {
        Conversation begun = new Conversation(transport());
        Thread thread = all.begin(() -> talk(begun));
        if (thread == null) {
            LOG.debug("{} is refused: too many dialogues", transport());
            transport().loseConnection();
            return;
        }
        conversation = begun;
        transport().registerProducer(begun.outbound());
        begun.heldOn(thread);
        try {
            thread.start();
        } catch (OutOfMemoryError e) { // the system gives no more threads
            all.ended();
            throw e;
        }
    }

    @Override
    public void dataReceived(Bytes data) {
        Conversation now = conversation;
        if (now != null) {
            now.arrived(data);
        }
    }

    @Override
    protected boolean keepsBytes() {
        Conversation now = conversation;
        return now != null && now.keepsBytes();
    }

    @Override
    public void shuttingDown() {
        end(new TransportException("the conversation is over: the program ends"));
        transport().unregisterProducer();
        transport().loseConnection();
    }

    @Override
    public void connectionLost(CloseReason reason) {
        end(
                reason.isClean()
                        ? null
                        : new TransportException("the conversation is over: " + reason.kind(), reason.cause()));
    }

    private void end(@Nullable IOException trouble) {
        Conversation now = conversation;
        if (now != null) {
            now.end(trouble);
        }
    }

    /** On the thread of the dialogue. */
    @SuppressWarnings(
            "CatchingUnchecked") // the border: whatever the dialogue throws ends this connection, and no other
    private void talk(Conversation now) {
        try {
            dialogue.hold(now);
        } catch (Exception | Error e) {
            if (now.isOver()) {
                LOG.debug("{} ended with its connection", transport(), e);
            } else {
                fail(e);
            }
        } finally {
            now.finish();
            all.ended();
        }
    }
}
