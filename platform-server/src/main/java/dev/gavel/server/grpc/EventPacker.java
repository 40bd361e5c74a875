package dev.gavel.server.grpc;

import com.google.protobuf.ByteString;
import dev.gavel.wire.v1.Event;
import dev.gavel.wire.v1.EventFrame;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;

/** Packs events that follow one another into few messages. */
final class EventPacker {

    /** Most bytes of events in a frame; a larger event has a message to itself. */
    private static final int FULL = 64 << 10;
    /** Bytes below which deflating saves less than it costs. */
    private static final int SMALL = 512;
    /**
     * Least number of readers for which a frame is deflated, once for all of them. For fewer its
     * bytes are cheaper.
     */
    private static final int MANY = 16;

    private final boolean deflates;
    private final List<Event> made = new ArrayList<>();
    private final List<Event> waiting = new ArrayList<>();
    private int bytes;

    /** A packer of frames for so many callers. */
    EventPacker(int readers) {
        this.deflates = readers >= MANY;
    }

    void add(Event event) {
        var size = event.getSerializedSize();
        if (bytes + size > FULL) {
            seal();
        }
        waiting.add(event);
        bytes += size;
    }

    /** The frames with all events that were added. */
    List<Event> take() {
        seal();
        return made;
    }

    private void seal() {
        if (waiting.size() == 1) {
            made.add(waiting.getFirst());
        } else if (!waiting.isEmpty()) {
            made.add(frame());
        }
        waiting.clear();
        bytes = 0;
    }

    private Event frame() {
        var plain = EventFrame.newBuilder().addAllEvents(waiting).build().toByteString();
        var frame = Event.newBuilder()
                .setPosition(waiting.getLast().getPosition())
                .setType("frame");
        return deflates && plain.size() >= SMALL
                ? frame.setDeflatedFrame(deflated(plain)).build()
                : frame.setFrame(plain).build();
    }

    private static ByteString deflated(ByteString plain) {
        var out = ByteString.newOutput(plain.size() / 4);
        var buffer = new byte[8 << 10];
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(plain.asReadOnlyByteBuffer());
            deflater.finish();
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        } finally {
            deflater.end();
        }
        return out.toByteString();
    }
}
