package dev.gavel.cli.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.model.Currency;
import dev.gavel.client.HouseEvent;
import dev.gavel.client.JsonObject;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A bid that the house answered for a leader, as the command line tells and draws it. */
class BidLinesTest {

    private static JsonObject json(String text) {
        return JsonObject.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String line(String json) {
        return EventLines.of(new HouseEvent(new FeedPosition(7, 0), "bidAccepted", json(json)),
                Currency.EUR);
    }

    @Test
    void nameWhatTheHouseBidForTheLeader() {
        assertThat(line("{'bidder':'bob','amount':3000,'automatic':{'bidder':'ann','amount':3100},"
                + "'price':3100,'leader':'ann'}"))
                .isEqualTo("bob bids 30.00; the house bids 31.00 for ann; ann leads at 31.00 EUR");
        assertThat(line("{'bidder':'bob','amount':3000,'price':3000,'leader':'bob'}"))
                .isEqualTo("bob bids 30.00; bob leads at 30.00 EUR");
    }

    @Test
    void areNotRepeatedWhereALeaderOnlyGaveABetterMaximum() {
        var repeats = new Repeats();
        var leads = json(
                "{'auction':'1','bidder':'ann','amount':3100,'price':3100,'leader':'ann'}");
        assertThat(repeats.hear("bidAccepted", leads)).isFalse();
        assertThat(repeats.hear("bidAccepted", leads)).isTrue();
        assertThat(repeats.hear("bidAccepted", json("{'auction':'2','bidder':'ann','amount':3100,"
                + "'price':3100,'leader':'ann'}"))).as("another auction").isFalse();
        assertThat(repeats.hear("bidAccepted", json("{'auction':'1','bidder':'bob','amount':3100,"
                + "'price':3100,'leader':'ann','automatic':{'bidder':'ann','amount':3100}}")))
                .as("somebody else bid")
                .isFalse();
        assertThat(repeats.hear("bidRetracted", json("{'auction':'1','bidder':'ann'}"))).isFalse();
        assertThat(repeats.hear("bidAccepted", leads)).as("after all was taken back").isFalse();
        repeats.begin("1", json("{'price':3100,'leader':'ann'}"));
        assertThat(repeats.hear("bidAccepted", leads)).as("as the view had it").isTrue();
        repeats.forget();
        assertThat(repeats.hear("bidAccepted", leads)).isFalse();
    }

    @Test
    void drawThePriceAndNotWhatWasOfferedInVain() {
        var auction = new LiveAuction("1", json("{'currency':'EUR','state':'open','bids':2,"
                + "'price':3100,'leader':'ann','index':9,'endsAt':'2030-01-01T12:10:00.000Z',"
                + "'remainingMillis':300000}"),
                List.of(json("{'bidder':'ann','amount':1000,'at':'2030-01-01T12:00:00.000Z'}"),
                        json("{'bidder':'bob','amount':3000,'at':'2030-01-01T12:01:00.000Z'}"),
                        json("{'bidder':'ann','amount':3100,'at':'2030-01-01T12:01:00.000Z',"
                                + "'automatic':true,'standing':true}")),
                false);
        assertThat(auction.chart().spark(10)).as("a step from 10.00 to 31.00").hasSize(2);
        auction.hear(new Feed.News.Happened(new HouseEvent(new FeedPosition(10, 0),
                "bidRetracted", json("{'bidder':'ann','reason':'a typing error'}")), false));
        assertThat(auction.standing()).doesNotContain("ann", "31.00");
    }
}
