package dev.gavel.auction.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.House;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Standing;
import org.junit.jupiter.api.Test;

/** What answers say beyond yes and no. */
class AnswersTest {

    private final House house = new House();

    @Test
    void openingAClockWithOneBidderSaysThatItIsSold() {
        for (var version = 1; version <= 2; version++) {
            var house = new House(version);
            house.ok(1, "sue", "{'op':'create','name':'Horse','format':'clock','start':1000,"
                    + "'step':100,'periodMillis':1000}");
            house.ok(2, "ann", "{'op':'join','auction':'1'}");
            var reply = (Reply.AuctionStands) house.ok(3, "sue", "{'op':'open','auction':'1'}");
            if (version == 1) {
                assertThat(reply.phase()).isInstanceOf(Phase.Open.class);
            } else {
                assertThat(reply.sentence()).isEqualTo("Auction 1 was opened, and is over at once:"
                        + " sold to ann for 10.00 EUR.");
                assertThat(reply.phase()).isEqualTo(house.auction(1).phase());
            }
        }
    }

    @Test
    void aBidWithAMaximumNamesPriceAndMaximumOnce() {
        house.ok(0, "sue",
                "{'op':'create','name':'Table','start':1000,'increment':100,'open':true}");
        assertThat(house.ok(1, "ann", "{'op':'bid','auction':'1','amount':1000,'max':9000}")
                .sentence())
                .isEqualTo(
                        "Accepted: you lead at 10.00 EUR; the house bids for you up to 90.00 EUR.");
        assertThat(house.ok(2, "bob", "{'op':'bid','auction':'1','amount':3000}").sentence())
                .contains("outbid at once", "31.00 EUR");
        assertThat(house.ok(3, "bob", "{'op':'bid','auction':'1','amount':9500}").sentence())
                .isEqualTo("Accepted: you lead at 95.00 EUR.");
    }

    @Test
    void aBidAtTheBuyNowPriceWonAndNamesThePrice() {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'buyNow':5000,"
                + "'open':true}");
        assertThat(house.ok(1, "ann", "{'op':'bid','auction':'1','amount':6000}").sentence())
                .isEqualTo("You won at 50.00 EUR, the buy-now price.");
        house.ok(2, "sue", "{'op':'create','name':'Order','format':'reverse','start':9000,"
                + "'buyNow':5000,'open':true}");
        assertThat(house.ok(3, "ann", "{'op':'bid','auction':'2','amount':4000,'buy':true}")
                .sentence()).isEqualTo("You won at 50.00 EUR, the buy-now price.");
    }

    @Test
    void aBidForUnitsIsAnsweredWithHowManyItIsFor() {
        house.ok(0, "sue", "{'op':'create','name':'Bonds','format':'uniform','start':500,"
                + "'quantity':10,'open':true}");
        assertThat(house.ok(1, "ann", "{'op':'bid','auction':'1','amount':950,'quantity':6}")
                .sentence()).isEqualTo("Your secret bid of 9.50 EUR each for 6 units is in.");
        assertThat(house.ok(2, "ann", "{'op':'bid','auction':'1','amount':950}").sentence())
                .isEqualTo("Your secret bid of 9.50 EUR for 1 unit is in.");
        assertThat(house.ok(3, "ann", "{'op':'bid','auction':'1','amount':950,'quantity':6,"
                + "'allOrNothing':true}").sentence())
                .isEqualTo("Your secret bid of 9.50 EUR each for 6 units, all or none, is in.");
    }

    @Test
    void noBidStandsInTheHistoryOnceTheAuctionIsCalledOff() {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'open':true}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':1000}");
        var bids = "{'query':'bids','auction':'1'}";
        assertThat(house.ask("ann", bids)).contains("\"standing\":true");
        house.ok(2, "sue", "{'op':'cancel','auction':'1'}");
        assertThat(house.ask("ann", bids)).contains("\"standing\":false")
                .doesNotContain("\"standing\":true");
    }

    @Test
    void aCommitmentThatComesTooLateIsToldOfTheOpeningAndNotOfAnEnd() {
        house.ok(0, "sue", "{'op':'create','name':'Table','format':'sealed','commit':true,"
                + "'revealMillis':600000,'durationMillis':60000,'open':true}");
        house.ok(1, "ann", "{'op':'commit','auction':'1','hash':'" + "ab".repeat(32) + "'}");
        house.beatUntil(72_000);
        assertThat(house.refused(72_000, "bob",
                "{'op':'commit','auction':'1','hash':'" + "cd".repeat(32) + "'}").sentence())
                .startsWith("Too late to place or change a bid: the opening of bids began")
                .contains("12 seconds ago");
    }

    @Test
    void joiningTellsHowItStands() {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'increment':100,"
                + "'durationMillis':600000,'visibility':'participants','open':true}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':1000,'max':9000}");
        var joined = (Reply.Joined) house.ok(1_000, "bob", "{'op':'join','auction':'1'}");
        assertThat(joined.price()).isEqualTo(1_000);
        assertThat(joined.enough()).isEqualTo(1_100);
        assertThat(joined.leaderOrNull()).hasToString("ann");
        assertThat(joined.sentence()).isEqualTo("You take part. ann leads at 10.00 EUR. "
                + "Bid at least 11.00 EUR. Time left: 9 min 59 s.");
        assertThat(house.ok(2_000, "bob", "{'op':'join','auction':'1'}").sentence())
                .startsWith("You had joined before. ann leads");
    }

    /** Trying is free, and would tell an outsider the price of every private auction. */
    @Test
    void tryingToJoinTellsNothingThatOnlyThoseWhoJoinedSee() {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'increment':100,"
                + "'durationMillis':600000,'visibility':'participants','open':true}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':1700}");
        var dryRun = "{'query':'dryRun','command':{'op':'join','auction':'1'}}";
        assertThat(house.ask("bob", dryRun)).contains("\"code\":\"OK\"")
                .doesNotContain("17", "ann");
        assertThat(house.ask("ann", dryRun)).contains("\"price\":1700");
    }

    @Test
    void joiningTellsNoSecret() {
        house.ok(0, "sue",
                "{'op':'create','name':'Box','format':'sealed','start':1000,'open':true}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':5000}");
        var joined = (Reply.Joined) house.ok(2, "bob", "{'op':'join','auction':'1'}");
        assertThat(joined.leaderOrNull()).isNull();
        assertThat(joined.price()).isEqualTo(Standing.NONE);
        assertThat(joined.enough()).isEqualTo(1_000);
    }

    @Test
    void whoCannotLeaveIsToldWhatToDo() {
        house.ok(0, "sue", "{'op':'create','name':'Table','open':true}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':1000}");
        assertThat(house.refused(2, "ann", "{'op':'leave','auction':'1'}").sentence())
                .contains("wait until you are outbid");
        house.ok(3, "sue", "{'op':'create','name':'Table','open':true,"
                + "'retractUntil':'2030-01-01T13:00:00.000Z'}");
        house.ok(4, "ann", "{'op':'bid','auction':'2','amount':1000}");
        assertThat(house.refused(5, "ann", "{'op':'leave','auction':'2'}").sentence())
                .contains("retract it, which you may until 2030-01-01T13:00:00");
        house.ok(6, "ann", "{'op':'retract','auction':'2','reason':'typo'}");
    }

    /** The seller's program says no more: bidders are free after a week, and not before. */
    @Test
    void aSellersProgramThatIsSilentForAWeekEndsItsAuctionUnsold() {
        house.ok(0, "sue",
                "{'op':'create','name':'Horse','format':'clock','runBy':'seller','start':100,"
                        + "'step':10,'periodMillis':1000}");
        house.ok(1, "ann", "{'op':'join','auction':'1'}");
        house.ok(1, "bob", "{'op':'join','auction':'1'}");
        house.ok(2, "sue", "{'op':'open','auction':'1'}");
        house.ok(1_000, "sue", "{'op':'update','auction':'1','round':1,'price':110}");
        var end = 1_000 + Limits.SELLER_SILENT_MILLIS_MAX;
        house.beatUntil(end - 1);
        assertThat(house.auction(1).isOpen()).isTrue();
        house.beatUntil(end);
        assertThat(house.auction(1).phase()).isInstanceOfSatisfying(Phase.Closed.class,
                closed -> assertThat(closed.result()).isEqualTo(Result.UNSOLD));
    }

    @Test
    void aRoundThatHasNotBegunIsNamedBesideTheOneThatRuns() {
        house.ok(1, "sue", "{'op':'create','name':'Vase','format':'clock','start':1000,'step':100,"
                + "'periodMillis':1000,'confirm':'confirm'}");
        house.ok(2, "ann", "{'op':'join','auction':'1'}");
        house.ok(2, "bob", "{'op':'join','auction':'1'}");
        house.ok(3, "sue", "{'op':'open','auction':'1'}");
        assertThat(house.refused(4, "ann", "{'op':'confirm','auction':'1','round':7}").sentence())
                .isEqualTo("Round 7 has not begun; it is round 0.");
    }

    @Test
    void aDryRunSaysInOneNumberWhichSecretsItRestsOn() {
        house.ok(1, "sue", "{'op':'create','name':'Vase','start':1000,'open':true}");
        house.ok(2, "ann", "{'op':'bid','auction':'1','amount':1000}");
        house.ok(3, "bob", "{'op':'bid','auction':'1','amount':1100}");
        assertThat(house.ask("bob",
                "{'query':'dryRun','command':{'op':'bid','auction':'1','amount':1300}}"))
                .contains("rests on the maxima of others, which are secret.");
        assertThat(house.ask("ann",
                "{'query':'dryRun','command':{'op':'bid','auction':'1','amount':1300}}"))
                .contains("gave a maximum above the standing price, which is secret.");
    }
}
