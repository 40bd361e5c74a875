package dev.gavel.auction.format.yankee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.auction.House;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.simulation.UnitsOracle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random Yankee auctions against a model that tries prices one after another: what is enough is the lowest at
 * which the model gives the bidder something, and view, "may I" and answer say the same as the model.
 */
class YankeeModelTest {

    private static final long START = 20;
    private static final int BIDS = 60;
    private static final List<String> BIDDERS = List.of("ann", "bob", "cid", "dan", "eve");

    private final ObjectMapper mapper = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void givesWhatTheModelGives(long seed) throws Exception {
        var random = new Random(seed);
        var units = 1 + random.nextInt(9);
        var house = new House();
        house.ok(0, "sue", "{'op':'create','name':'Pens','format':'yankee','start':" + START
                + ",'quantity':" + units + ",'open':true}");
        var bids = new ArrayList<Bid>();
        for (var i = 1; i <= BIDS; i++) {
            var at = "seed " + seed + " bid " + i;
            var who = new UserName(BIDDERS.get(random.nextInt(BIDDERS.size())));
            var own = bids.stream().filter(bid -> bid.bidder().equals(who)).findFirst();
            var quantity = Math.min(units, 1 + random.nextInt(4));
            var isWhole = random.nextInt(3) == 0;
            var amount = START - 2 + random.nextInt(25);
            var bid = new Bid(who, amount, amount, 0, i, quantity, !isWhole, false);
            var reply = house.at(i, who.value(), "{'op':'bid','auction':'1','amount':" + amount
                    + ",'quantity':" + quantity + ",'allOrNothing':" + isWhole + "}");
            var binds = own.isPresent() && (quantity < own.get().quantity()
                    || (isWhole && own.get().plain()));
            var least = least(bids, bid, units);
            assertThat(reply.isSuccess()).as(at + reply.sentence())
                    .isEqualTo(!binds && amount >= least);
            if (reply instanceof Reply.Rejected(Rejection.NotEnough no) && amount >= START) {
                assertThat(no.enough()).as(at).isEqualTo(least);
            }
            if (reply.isSuccess()) {
                own.ifPresent(bids::remove);
                bids.add(bid);
            }
            agrees(house, bids, units, at);
        }
        house.ok(BIDS + 1, "sue", "{'op':'close','auction':'1'}");
        var sold = UnitsOracle.awards(bids, units);
        assertThat(told(view(house, "zoe").path("awards"))).isEqualTo(told(sold));
    }

    private void agrees(House house, List<Bid> bids, int units, String at) throws Exception {
        var awards = UnitsOracle.awards(bids, units);
        var view = view(house, "zoe");
        assertThat(told(view.path("standingAwards"))).as(at).isEqualTo(told(awards));
        assertThat(view.path("price").asLong()).as(at)
                .isEqualTo(awards.isEmpty() ? START : awards.getLast().price());
        assertThat(view.path("minimumNext").asLong()).as(at)
                .isEqualTo(least(bids, newcomer(1), units));
        var more = view.path("minimumNextForMore");
        for (var quantity = 1; quantity <= units; quantity++) {
            var said = more.isMissingNode() || quantity < more.path("quantity").asLong()
                    ? view.path("minimumNext")
                    : more.path("amount");
            assertThat(said.asLong()).as(at + " for " + quantity)
                    .isEqualTo(least(bids, newcomer(quantity), units));
        }
        for (var who : BIDDERS) {
            var may = mapper.readTree(house.ask(who, "{'query':'canBid','auction':'1'}"));
            var own = bids.stream()
                    .filter(bid -> bid.bidder().value().equals(who))
                    .findFirst();
            assertThat(may.path("quantity").asInt()).as(at)
                    .isEqualTo(own.map(Bid::quantity).orElse(1));
            assertThat(may.path("minimumNext").asLong()).as(at)
                    .isEqualTo(least(bids, own.orElse(newcomer(1)), units));
            var won = awards.stream()
                    .filter(award -> award.winner().value().equals(who))
                    .mapToLong(Result.Award::quantity)
                    .sum();
            assertThat(view(house, who).path("yourStandingQuantity").asLong()).as(at)
                    .isEqualTo(won);
        }
    }

    private static Bid newcomer(int quantity) {
        return new Bid(new UserName("zoe"), 0, 0, 0, 0, quantity, true, false);
    }

    /** The lowest price that gives the bidder of {@code like} something, and takes nothing back. */
    private static long least(List<Bid> bids, Bid like, int units) {
        var others = new ArrayList<>(bids);
        others.removeIf(bid -> bid.bidder().equals(like.bidder()));
        var own = bids.stream().filter(bid -> bid.bidder().equals(like.bidder())).findFirst();
        for (var price = START;; price++) {
            var all = new ArrayList<>(others);
            all.add(new Bid(like.bidder(), price, price, 0, 0, like.quantity(), like.plain(),
                    false));
            var gets = UnitsOracle.awards(all, units)
                    .stream()
                    .anyMatch(award -> award.winner().equals(like.bidder()));
            var betters = own.isEmpty() || price > own.get().amount()
                    || (price == own.get().amount() && like.quantity() > own.get().quantity());
            if (gets && betters) {
                return price;
            }
        }
    }

    private JsonNode view(House house, String who) throws Exception {
        return mapper.readTree(house.ask(who, "{'query':'auction','auction':'1'}"));
    }

    private static List<String> told(JsonNode awards) {
        var told = new ArrayList<String>();
        awards.forEach(award -> told.add(award.path("winner").asText() + " "
                + award.path("quantity") + " " + award.path("price")));
        return told;
    }

    private static List<String> told(List<Result.Award> awards) {
        return awards.stream()
                .map(award -> award.winner() + " " + award.quantity() + " " + award.price())
                .toList();
    }
}
