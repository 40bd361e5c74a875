package dev.gavel.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.lab.scenario.House;
import dev.gavel.server.TestHouse;
import org.junit.jupiter.api.Test;

import java.util.List;

class DemoLedgerTest {

    @Test
    void countsWhatIsThereAndTellsWhatIsNot() {
        try (var house = TestHouse.open()) {
            var ledger = new DemoLedger(new House(List.of(house.server().address().http())));
            var auction = house.openAuction("sue");
            var first = bid(house, auction, "ann", 10_000);
            ledger.acknowledged(auction, first);
            ledger.acknowledged(auction, bid(house, auction, "bob", 10_500));

            ledger.check();
            assertThat(ledger.count()).isEqualTo(new DemoLedger.Count(2, 2, 0, 0));

            ledger.acknowledged(auction, new DemoLedger.Acknowledged("ann", 99_999, 7));
            ledger.check();
            assertThat(ledger.count()).isEqualTo(new DemoLedger.Count(3, 3, 1, 0));
        }
    }

    @Test
    void takesNoMaximumOfAPersonForABidThatIsThereTwice() {
        try (var house = TestHouse.open()) {
            var ledger = new DemoLedger(new House(List.of(house.server().address().http())));
            var auction = house.openAuction("sue");
            bid(house, auction, "zoe", 10_000);
            for (var maximum : List.of(20_000, 30_000)) {
                house.command("zoe", "{\"op\":\"bid\",\"auction\":\"" + auction
                        + "\",\"amount\":10000,\"max\":" + maximum + "}");
            }
            ledger.acknowledged(auction, bid(house, auction, "bob", 10_500));

            ledger.check();
            assertThat(ledger.count()).isEqualTo(new DemoLedger.Count(1, 1, 0, 0));
        }
    }

    @Test
    void remembersAuctionsThatAreOver() {
        try (var house = TestHouse.open()) {
            var ledger = new DemoLedger(new House(List.of(house.server().address().http())));
            var auction = house.openAuction("sue");
            ledger.acknowledged(auction, bid(house, auction, "ann", 10_000));
            house.command("sue", "{\"op\":\"close\",\"auction\":\"" + auction + "\"}");

            ledger.check();
            ledger.check();

            assertThat(ledger.count()).isEqualTo(new DemoLedger.Count(1, 1, 0, 0));
        }
    }

    private static DemoLedger.Acknowledged bid(TestHouse house, String auction, String bidder,
            long amount) {
        var outcome = house.command(bidder, "{\"op\":\"bid\",\"auction\":\"" + auction
                + "\",\"amount\":" + amount + "}");
        assertThat(outcome.path("status").asText()).as(outcome.toString()).isEqualTo("success");
        return new DemoLedger.Acknowledged(bidder, amount, outcome.path("index").asLong());
    }
}
