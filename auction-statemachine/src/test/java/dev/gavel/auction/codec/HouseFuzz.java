package dev.gavel.auction.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.auction.AuctionMachine;
import dev.gavel.auction.message.FeedEvent;
import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.message.Query;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.HouseVersion;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.query.Queries;
import dev.gavel.auction.state.HouseState;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A house whose callers send what they like. Each line is milliseconds, name and command, parted by
 * tabs. No line makes the rules fail; every answer, event and view can be told in JSON; and the
 * house comes back from a snapshot as it was.
 */
@Timeout(20)
class HouseFuzz {

    private static final long START = 1_900_000_000_000L;
    private static final int LINES_MAX = 200;
    private static final int AUCTIONS_MAX = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    @FuzzTest
    void noCommandMakesTheHouseFail(byte[] lines) throws IOException {
        var house = HouseState.empty(HouseVersion.NEWEST, true);
        var index = 0L;
        var time = START;
        for (var line : new String(lines, StandardCharsets.ISO_8859_1).split("\n", LINES_MAX)) {
            var parts = line.split("\t", 3);
            if (parts.length < 3) {
                continue;
            }
            time = Math.max(time, START + millis(parts[0]));
            house = played(house, utf8(parts[1]), parts[2].getBytes(StandardCharsets.ISO_8859_1),
                    time, ++index);
        }
        looksWhole(house);
    }

    private static HouseState played(HouseState house, String by, byte[] json, long time,
            long index) throws IOException {
        var outcome = AuctionMachine.apply(house, MessageCodec.decodeCommand(json), by, time,
                index);
        TraceCodec.append(new BinaryWriter(), outcome.reply(), outcome.events());
        var at = Instant.ofEpochMilli(time);
        told(MessageCodec.encodeReply(outcome.reply().orElseThrow(), index, at));
        var ordinal = 0;
        for (var event : outcome.events()) {
            var fed = new FeedEvent(new FeedPosition(index, ++ordinal), at, event);
            told(MessageCodec.encodeEvent(fed));
            told(MessageCodec.encodeEventOutline(fed));
        }
        return outcome.after();
    }

    private static void looksWhole(HouseState house) throws IOException {
        var written = written(house);
        var read = StateCodec.read(new ByteArrayInputStream(written));
        assertThat(written(read)).isEqualTo(written);
        for (var id = 1L; id <= Math.min(AUCTIONS_MAX, house.auctions().size()); id++) {
            var auction = new AuctionId(id);
            for (var query : List.of(new Query.OneAuction(auction), new Query.Explain(auction),
                    new Query.CanBid(auction), new Query.AuctionResult(auction),
                    new Query.Bids(auction, 50, 0, false), new Query.Rounds(auction, 50, 0))) {
                told(Queries.answer(read, query, UserName.parse("ann"), 99,
                        Instant.ofEpochMilli(read.timeMillis())).json());
            }
        }
    }

    private static void told(byte[] json) throws IOException {
        assertThat(JSON.readTree(json).isObject()).isTrue();
    }

    private static byte[] written(HouseState house) throws IOException {
        var out = new ByteArrayOutputStream();
        StateCodec.write(house, out);
        return out.toByteArray();
    }

    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static long millis(String digits) {
        return digits.matches("[0-9]{1,12}") ? Long.parseLong(digits) : 0;
    }
}
