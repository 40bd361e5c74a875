package dev.gavel.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.gavel.wire.v1.Event;
import dev.gavel.wire.v1.EventFrame;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

class AudienceTest {

    private static Event event(String type, String json) {
        return Event.newBuilder()
                .setPosition("17.2")
                .setType(type)
                .setJson(ByteString.copyFromUtf8(json))
                .build();
    }

    private static Event frame(Event... events) {
        var frame = EventFrame.newBuilder();
        for (var event : events) {
            frame.addEvents(event);
        }
        return Event.newBuilder().setType("frame").setFrame(frame.build().toByteString()).build();
    }

    private static Event bid(long amount) {
        return event("bidAccepted", "{\"amount\":" + amount + ",\"price\":3}");
    }

    private static InputStream bytes(Event event) {
        return new ByteArrayInputStream(event.toByteArray());
    }

    @Test
    void readsTheAmountsOfBidsAndNothingElse() throws IOException {
        assertThat(Audience.Amounts.of(bid(120_450)).each()).containsExactly(120_450L);
        assertThat(Audience.Amounts.of(event("heartbeat", "")).each()).isEmpty();
        assertThat(Audience.Amounts.of(event("auctionOpened", "{\"amount\":7}")).each()).isEmpty();
        assertThatThrownBy(() -> Audience.Amounts.of(event("bidAccepted", "{}")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void readsFramesAndSeesWhetherTheyAreInOrder() throws IOException {
        var inOrder = Audience.Amounts
                .of(frame(bid(7), event("auctionExtended", "{}"), bid(8), bid(9)));
        assertThat(inOrder.each()).containsExactly(7L, 8L, 9L);
        assertThat(inOrder.inOrder()).isTrue();
        assertThat(Audience.Amounts.of(frame(bid(7), bid(9))).inOrder()).isFalse();
        assertThat(Audience.Amounts.of(frame(bid(7), bid(7))).inOrder()).isFalse();
    }

    @Test
    void takesEqualBytesApartOnce() {
        var reader = new Audience.Reader();
        var first = reader.parse(bytes(frame(bid(7), bid(8))));
        assertThat(reader.parse(bytes(frame(bid(7), bid(8))))).isSameAs(first);
        assertThat(reader.parse(bytes(frame(bid(7), bid(9)))).each()).containsExactly(7L, 9L);
        assertThat(reader.parse(bytes(frame(bid(7), bid(8))))).isSameAs(first);
    }
}
