package dev.gavel.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.gavel.client.EventFrames;
import dev.gavel.wire.v1.Event;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

class EventPackerTest {

    private static Event event(int n, int bytes) {
        return Event.newBuilder()
                .setPosition("1." + n)
                .setType("bidAccepted")
                .setJson(ByteString.copyFrom(new byte[bytes]))
                .build();
    }

    private static List<Event> packed(int readers, List<Event> events) {
        var frames = new EventPacker(readers);
        events.forEach(frames::add);
        return frames.take();
    }

    private static List<Event> unpacked(List<Event> messages) throws IOException {
        var events = new ArrayList<Event>();
        for (var message : messages) {
            events.addAll(EventFrames.events(message));
        }
        return events;
    }

    @Test
    void packsWhatTheClientUnpacks() throws IOException {
        var events = IntStream.rangeClosed(1, 100).mapToObj(n -> event(n, n)).toList();
        for (var readers : List.of(1, 10_000)) {
            var messages = packed(readers, events);

            assertThat(messages).hasSize(1);
            assertThat(messages.getFirst().getPosition()).isEqualTo("1.100");
            assertThat(messages.getFirst().getDeflatedFrame().isEmpty()).isEqualTo(readers == 1);
            assertThat(unpacked(messages)).isEqualTo(events);
        }
    }

    @Test
    void leavesASingleEventAsItIs() {
        var event = event(1, 10_000);
        assertThat(packed(10_000, List.of(event))).containsExactly(event);
    }

    @Test
    void keepsFramesSmall() throws IOException {
        var events = List.of(event(1, 40_000), event(2, 20_000), event(3, 10_000),
                event(4, 1_000_000), event(5, 1), event(6, 1));

        var messages = packed(1, events);

        assertThat(messages.stream().map(Event::getPosition)).containsExactly("1.2", "1.3", "1.4",
                "1.6");
        assertThat(unpacked(messages)).isEqualTo(events);
    }

    @Test
    void aClientTakesNoFrameThatIsNoneOrTooLarge() {
        var garbage = Event.newBuilder()
                .setType("frame")
                .setDeflatedFrame(ByteString.copyFromUtf8("not deflated"))
                .build();
        assertThatThrownBy(() -> EventFrames.events(garbage))
                .isInstanceOf(IOException.class);

        var deflater = new Deflater();
        deflater.setInput(new byte[64 << 20]);
        deflater.finish();
        var small = new byte[1 << 20];
        var length = deflater.deflate(small);
        deflater.end();
        var bomb = Event.newBuilder()
                .setType("frame")
                .setDeflatedFrame(ByteString.copyFrom(small, 0, length))
                .build();
        assertThatThrownBy(() -> EventFrames.events(bomb))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than");
    }
}
