package dev.gavel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.gavel.wire.v1.Event;
import org.junit.jupiter.api.Test;

class AudienceTest {

    private static long amount(String type, String json) {
        var bytes = Event.newBuilder()
                .setPosition("17.2")
                .setType(type)
                .setJson(ByteString.copyFromUtf8(json))
                .build()
                .toByteArray();
        return Audience.Amounts.amount(bytes, bytes.length);
    }

    @Test
    void readsTheAmountOfABidAndNothingElse() {
        assertThat(amount("bidAccepted", "{\"amount\":120450,\"price\":3}")).isEqualTo(120_450);
        assertThat(amount("heartbeat", "")).isZero();
        assertThat(amount("auctionOpened", "{\"amount\":7}")).isZero();
        assertThat(amount("bidAccepted", "{}")).isZero();
    }
}
