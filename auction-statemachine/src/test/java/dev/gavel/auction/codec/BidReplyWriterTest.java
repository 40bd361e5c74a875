package dev.gavel.auction.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Rejection.NotEnough.Why;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Currency;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;

class BidReplyWriterTest {

    private static final List<Currency> CURRENCIES = List.of(Currency.EUR,
            Currency.of("JPY").orElseThrow(), Currency.of("KWD").orElseThrow());

    private static final List<Why> WHYS = List.of(Why.values());

    private final Random random = new Random(3);

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private long amount() {
        return random.nextLong(1L << random.nextInt(1, 51));
    }

    private long amountOrNone() {
        return random.nextInt(5) == 0 ? Standing.NONE : amount();
    }

    private Reply reply() {
        var auction = new AuctionId(1 + amount());
        var currency = CURRENCIES.get(random.nextInt(3));
        return random.nextBoolean()
                ? new Reply.BidStands(auction, currency,
                        new Reply.Place(true, amount(), amount(), amountOrNone(), null),
                        random.nextBoolean(), amountOrNone(),
                        random.nextInt(5) == 0 ? Times.NEVER : amount() >> 8, null)
                : new Reply.Rejected(new Rejection.NotEnough(
                        random.nextBoolean() ? Code.TOO_HIGH : Code.TOO_LOW, auction, currency,
                        random.nextBoolean() ? Direction.UP : Direction.DOWN,
                        WHYS.get(random.nextInt(WHYS.size())), amount(),
                        amountOrNone(), amountOrNone()));
    }

    @Test
    void writesTheSameBytesAsTheGeneralWriter() {
        for (var i = 0; i < 20_000; i++) {
            var reply = reply();
            var at = random.nextLong(4_102_444_800_000L);
            var index = amount();
            assertThat(text(Objects.requireNonNull(BidReplyWriter.encode(reply, index, at))))
                    .as(reply.toString())
                    .isEqualTo(text(ReplyWriter.general(reply, index, at)));
        }
    }

    @Test
    void leavesBidsThatWereOutbidAtOnceToTheGeneralWriter() {
        var reply = new Reply.BidStands(new AuctionId(1), Currency.EUR,
                new Reply.Place(false, 3_100, 3_000, 3_000, new UserName("ann")), false, 3_200,
                Times.NEVER, null);
        assertThat(BidReplyWriter.encode(reply, 1, 1)).isNull();
        assertThat(text(ReplyWriter.encode(reply, 1, 1))).contains("\"amount\":3000",
                "\"yourMaximum\":3000", "\"leader\":\"ann\"",
                "\"automatic\":{\"bidder\":\"ann\",\"amount\":3100}", "\"price\":3100",
                "your bid is 30.00 EUR, the price is 31.00 EUR");
    }

    @Test
    void leavesTextsThatNeedEscapesToTheGeneralWriter() {
        for (var note : List.of("a \"lot\"", "a\\b", "ä", "a\u007f", "a\nb")) {
            var reply = new Reply.BidStands(new AuctionId(1), Currency.EUR,
                    new Reply.Place(true, 1, 1, Standing.NONE, null), false, 2, 3, note);
            assertThat(BidReplyWriter.encode(reply, 1, 1)).isNull();
            assertThat(text(ReplyWriter.encode(reply, 1, 1)))
                    .isEqualTo(text(ReplyWriter.general(reply, 1, 1)));
        }
    }
}
