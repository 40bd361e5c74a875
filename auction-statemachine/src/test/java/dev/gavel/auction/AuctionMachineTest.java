package dev.gavel.auction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.codec.BinaryWriter;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.codec.StateCodec;
import dev.gavel.auction.codec.TraceCodec;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.FeedEvent;
import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.message.Reply;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

class AuctionMachineTest {

    private final House house = new House();

    @Test
    void sellsToTheHighestBidderWhenTheTimeIsUp() {
        house.ok(0, "sue", "{'op':'register'}");
        house.ok(10, "sue",
                "{'op':'create','name':'Oak table','start':10000,'durationMillis':45000,'open':true}");
        house.ok(20, "ann", "{'op':'join','auction':'1'}");
        var first = (Reply.BidStands) house.ok(1000, "ann",
                "{'op':'bid','auction':'1','amount':10000}");
        assertThat(first.place().leading()).isTrue();
        assertThat(first.enough()).isEqualTo(10001);
        assertThat(house.refused(1500, "bob", "{'op':'bid','auction':'1','amount':10000}").code())
                .isEqualTo(Code.TOO_LOW);
        house.ok(2000, "bob", "{'op':'bid','auction':'1','amount':12500}");
        house.beatUntil(45_009);
        assertThat(house.auction(1).isOpen()).isTrue();
        assertThat(house.refused(45_010, "ann", "{'op':'bid','auction':'1','amount':20000}").code())
                .isEqualTo(Code.LATE);
        assertThat(house.ask("", "{'query':'result','auction':'1'}")).contains(
                "\"winner\":\"bob\"", "\"hammerPrice\":12500", "Sold to bob for 125.00 EUR.");
        assertThat(house.ask("", "{'query':'bids','auction':'1'}")).contains(
                "\"bidder\":\"bob\",\"amount\":12500", "\"standing\":true");
    }

    @Test
    void encodesWhatItSays() throws IOException {
        var reply = house.at(0, "sue", "{'op':'create','name':'A','open':true}");
        assertThat(new String(MessageCodec.encodeReply(reply, 7, Instant.ofEpochMilli(House.NOON)),
                StandardCharsets.UTF_8)).isEqualTo(
                        "{\"status\":\"success\",\"code\":\"OK\",\"message\":\"Auction 1 is open.\","
                                + "\"index\":7,\"at\":\"2030-01-01T12:00:00.000Z\","
                                + "\"auction\":\"1\",\"state\":\"open\"}");
        for (var event : house.events()) {
            assertThat(MessageCodec.encodeEvent(
                    new FeedEvent(new FeedPosition(1, 0), Instant.ofEpochMilli(0), event)))
                    .isNotEmpty();
        }
        var trace = new BinaryWriter();
        TraceCodec.append(trace, Optional.of(reply), house.events());
        assertThat(trace.size()).isPositive();
        var out = new ByteArrayOutputStream();
        StateCodec.write(house.state(), out);
        var again = StateCodec.read(new ByteArrayInputStream(out.toByteArray()));
        var second = new ByteArrayOutputStream();
        StateCodec.write(again, second);
        assertThat(second.toByteArray()).isEqualTo(out.toByteArray());
        assertThat(AuctionMachine.nextDeadlineMillis(again))
                .isEqualTo(AuctionMachine.nextDeadlineMillis(house.state()));
    }

    @Test
    void refusesGarbageNamingTheField() {
        assertThat(house.refused(0, "ann", "{'op':'bid','auction':'1','amount':1.5}").sentence())
                .contains("whole number");
        assertThat(house.refused(0, "ann", "{'op':'nonsense'}").code())
                .isEqualTo(Code.BAD_COMMAND);
        assertThat(house.refused(0, "", "{'op':'register'}").code()).isEqualTo(Code.BAD_COMMAND);
        assertThat(house.refused(0, "ann", "{").code()).isEqualTo(Code.BAD_COMMAND);
    }
}
