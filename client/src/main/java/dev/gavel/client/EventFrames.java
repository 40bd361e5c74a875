package dev.gavel.client;

import com.google.protobuf.ByteString;
import dev.gavel.wire.v1.Event;
import dev.gavel.wire.v1.EventFrame;

import java.io.IOException;
import java.util.List;
import java.util.zip.InflaterInputStream;

/** Takes apart what a server packs into one message for callers who watch in frames. */
public final class EventFrames {

    /** Bytes of a frame, inflated: the largest event with room to spare. */
    private static final int MOST_BYTES = 8 << 20;

    private EventFrames() {}

    /**
     * The events of a message, in order.
     *
     * @return the message itself where it is no frame
     * @throws IOException when it says that it is a frame and is not, or is unreasonably large
     */
    public static List<Event> events(Event message) throws IOException {
        if (!message.getType().equals("frame")) {
            return List.of(message);
        }
        return message.getDeflatedFrame().isEmpty()
                ? EventFrame.parseFrom(message.getFrame()).getEventsList()
                : EventFrame.parseFrom(inflated(message.getDeflatedFrame())).getEventsList();
    }

    private static byte[] inflated(ByteString deflated) throws IOException {
        try (var in = new InflaterInputStream(deflated.newInput())) {
            var bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("more than " + MOST_BYTES + " bytes");
            }
            return bytes;
        }
    }
}
