package dev.gavel.auction.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.House;
import org.junit.jupiter.api.Test;

import java.util.List;

/** What the house says when asked why. */
class ExplanationTest {

    private final House house = new House();

    private String why(String who) {
        return message(house.ask(who, "{'query':'explain','auction':'1'}"));
    }

    private static String message(String json) {
        var from = json.indexOf("\"message\":\"") + 11;
        return json.substring(from, json.indexOf("\",\"sentences\""));
    }

    @Test
    void saysHowARisingPriceCameAbout() {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'increment':100,"
                + "'reserve':4000,'durationMillis':600000,'softClose':{'windowMillis':60000},"
                + "'open':true}");
        assertThat(why("")).isEqualTo("Nobody has bid, so the price is the start, 10.00 EUR. "
                + "The first bid must be at least 10.00 EUR. The reserve, which is secret, is not "
                + "met: as it stands nothing is sold. It ends at 2030-01-01T12:10:00.000Z. "
                + "A bid that moves the price in the last 60 s leaves at least 60 s after it.");
        house.ok(1, "bob", "{'op':'bid','auction':'1','amount':1000,'max':3000}");
        house.ok(2, "ann", "{'op':'bid','auction':'1','amount':1100,'max':9000}");
        assertThat(why("cid")).startsWith("ann leads at 40.00 EUR. That is what ann bid, or what "
                + "the house had to bid for ann to beat bob, the underbidder: one step over the "
                + "best of bob, as far as the limit of ann reaches; of equal limits the earlier "
                + "leads. The next bid must be at least 41.00 EUR: the price and one increment of "
                + "1.00 EUR. The reserve, which is secret, is met, and the price is not below it.");
        assertThat(why("ann")).startsWith("You lead at 40.00 EUR. The house bids for you up to "
                + "90.00 EUR, and no more than it takes to beat bob. Others must bid")
                .contains("you, to change your maximum, better than 90.00 EUR");
        assertThat(why("bob")).contains("Your own limit of 30.00 EUR is beaten.");
        assertThat(why("sue")).contains("Your reserve of 40.00 EUR is met");
        house.beatUntil(595_000);
        house.ok(595_000, "bob", "{'op':'bid','auction':'1','amount':5000}");
        assertThat(why("")).contains("Late bids have moved it 1 time.");
        house.ok(596_000, "sue", "{'op':'close','auction':'1'}");
        assertThat(why("")).startsWith("It closed at 2030-01-01T12:09:56.000Z. Sold to ann for "
                + "51.00 EUR. ann had the best bid, at 51.00 EUR.");
    }

    @Test
    void saysWhatATakenBackBidChanged() {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'open':true,"
                + "'retractUntil':'2030-01-01T12:10:00.000Z'}");
        house.ok(1, "bob", "{'op':'bid','auction':'1','amount':1000}");
        house.ok(2, "ann", "{'op':'bid','auction':'1','amount':9000}");
        house.ok(3, "ann", "{'op':'retract','auction':'1','reason':'typing error'}");
        assertThat(why("")).startsWith("bob leads at 10.00 EUR.")
                .contains("Bids that were taken back count as if they had not been made.",
                        "It ends when its seller closes it.");
    }

    @Test
    void saysHowAFallingOfferCameAbout() {
        house.ok(0, "sue", "{'op':'create','name':'Paint','format':'reverse','start':90000,"
                + "'increment':1000,'open':true,'durationMillis':60000}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':80000,'max':60000}");
        house.ok(2, "bob", "{'op':'bid','auction':'1','amount':70000}");
        assertThat(why("bob")).contains("ann leads at 690.00 EUR.",
                "one step under the best of bob", "The next offer must be at most 680.00 EUR: the "
                        + "price less one increment of 10.00 EUR.",
                "Your own offer of 700.00 EUR is beaten.");
        assertThat(why("ann")).contains("The house bids for you down to 600.00 EUR",
                "Others must offer at most 680.00 EUR; you, to change your limit, less than "
                        + "600.00 EUR.");
        assertThat(why("bob")).doesNotContainPattern("[Bb]ids? (must|moves|that)");
    }

    @Test
    void saysWhereARisingClockStands() {
        house.ok(0, "sue", "{'op':'create','name':'Vase','format':'clock','start':10000,"
                + "'step':1000,'periodMillis':1000,'confirm':'confirm','grace':1}");
        assertThat(why("")).isEqualTo("It has not been opened yet. The price is the start, "
                + "100.00 EUR.");
        house.ok(1, "ann", "{'op':'join','auction':'1'}");
        house.ok(2, "bob", "{'op':'join','auction':'1'}");
        house.ok(3, "cid", "{'op':'join','auction':'1'}");
        house.ok(4, "sue", "{'op':'open','auction':'1'}");
        house.ok(5, "cid", "{'op':'withdraw','auction':'1'}");
        house.beatUntil(1_100);
        assertThat(why("ann")).isEqualTo("Round 1 shows 110.00 EUR: the start of 100.00 EUR and "
                + "1 step of 10.00 EUR. 2 of 3 participants are still in; the last one in wins at "
                + "the price of the round. Each round is to be confirmed; whoever has not done so "
                + "for more than 1 round is out at the end of the round. You are in, and have not "
                + "confirmed this round. The round ends at 2030-01-01T12:00:02.004Z; then the "
                + "price is 120.00 EUR.");
        assertThat(why("cid")).contains("You are out.");
        assertThat(why("zoe")).isEqualTo("How it stands only those see who joined; it began at "
                + "100.00 EUR.");
        house.ok(1_200, "bob", "{'op':'withdraw','auction':'1'}");
        assertThat(why("ann")).endsWith("Sold to ann for 110.00 EUR. Round 1 shows 110.00 EUR: "
                + "the start of 100.00 EUR and 1 step of 10.00 EUR. That round ann was the last "
                + "one in.");
        assertThat(why("zoe")).endsWith("Z. Sold to ann for 110.00 EUR.");
    }

    @Test
    void saysWhereAFallingClockStands() {
        house.ok(0, "sue", "{'op':'create','name':'Tulips','format':'dutch','start':10000,"
                + "'step':1500,'floor':8000,'periodMillis':1000,'quantity':3,'open':true}");
        house.ok(10, "ann", "{'op':'accept','auction':'1'}");
        house.beatUntil(1_100);
        assertThat(why("")).isEqualTo("Round 1 shows 85.00 EUR: the start of 100.00 EUR less "
                + "1 step of 15.00 EUR. The first to accept buys at the price of the round; of "
                + "3 units 2 are left. The round ends at 2030-01-01T12:00:02.000Z; then the price "
                + "is 80.00 EUR.");
        house.beatUntil(2_100);
        assertThat(why("")).contains("but not below the floor", "it is the last");
        house.beatUntil(3_100);
        assertThat(why("")).endsWith("Sold 1 to 1 buyer. ann took 1 at the price of the round, "
                + "100.00 EUR.");
    }

    @Test
    void saysNothingOfSecretBidsBeforeTheCloseAndAllAfterIt() {
        house.ok(0, "sue", "{'op':'create','name':'Coin','format':'vickrey','start':100,"
                + "'reserve':6000,'durationMillis':60000,'open':true}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':9000}");
        house.ok(2, "bob", "{'op':'bid','auction':'1','amount':5000}");
        assertThat(why("sue")).startsWith("Bids are secret until the close")
                .contains(
                        "The highest wins and pays the next highest")
                .doesNotContain("90.00", "ann", "60");
        assertThat(why("bob")).contains("Your bid of 50.00 EUR counts.");
        house.beatUntil(60_100);
        assertThat(why("")).endsWith("Sold to ann for 60.00 EUR. The highest wins and pays the "
                + "next highest, but at least the reserve or the start; of equals the earlier "
                + "wins. The highest bid was 90.00 EUR by ann. The next highest was 50.00 EUR by "
                + "bob.");
    }

    @Test
    void saysWhatAllPay() {
        house.ok(0, "sue", "{'op':'create','name':'Bonds','format':'uniform','quantity':10,"
                + "'start':100,'durationMillis':60000,'open':true}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':900,'quantity':4}");
        house.ok(2, "bob", "{'op':'bid','auction':'1','amount':700,'quantity':9}");
        house.beatUntil(60_100);
        assertThat(why("")).endsWith("ann gets 4. bob gets 6 of 9 bid for: 6 were left, since the "
                + "bid of ann, at 9.00 EUR, ranks before it. All pay 7.00 EUR: what the last one "
                + "served bid or, where fewer were wanted than there are, the reserve or the "
                + "start.");
    }

    @Test
    void saysOfOneUnitThatItIsLeft() {
        house.ok(0, "sue", "{'op':'create','name':'Tulips','format':'dutch','start':10000,"
                + "'step':1500,'floor':8000,'periodMillis':1000,'quantity':3,'open':true}");
        house.ok(10, "ann", "{'op':'accept','auction':'1','quantity':2}");
        assertThat(why("")).contains("of 3 units 1 is left.");
    }

    @Test
    void saysWhyTheLastOneServedGetsLessThanTheBidWasFor() {
        for (var margin : List.of("partial", "proRata")) {
            house.become(new House().state());
            house.ok(0, "sue", "{'op':'create','name':'Bonds','format':'uniform','quantity':10,"
                    + "'margin':'" + margin + "','durationMillis':60000,'open':true}");
            house.ok(1, "ann", "{'op':'bid','auction':'1','amount':900,'quantity':9}");
            house.ok(2, "bob", "{'op':'bid','auction':'1','amount':900,'quantity':9}");
            house.beatUntil(60_100);
            assertThat(why("")).contains(margin.equals("partial")
                    ? "ann gets 9. bob gets 1 of 9 bid for: 1 was left, since the bid of ann, at "
                            + "the same price, came first."
                    : "ann gets 5 of 9 bid for: bids at 9.00 EUR share what was left of the units.");
        }
    }

    @Test
    void namesNoMoreBuyersThanPeopleRead() {
        house.ok(0, "sue", "{'op':'create','name':'Bonds','format':'uniform','quantity':99,"
                + "'start':100,'durationMillis':60000,'open':true}");
        for (var n = 1; n <= 23; n++) {
            house.ok(n, "b" + n, "{'op':'bid','auction':'1','amount':700}");
        }
        house.beatUntil(60_100);
        assertThat(why("")).contains("b20 gets 1. So did 3 more.").doesNotContain("b21");
    }

    @Test
    void saysThatTheClockStands() {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'open':true,"
                + "'durationMillis':60000}");
        house.ok(1, "sue", "{'op':'pause','auction':'1'}");
        assertThat(why("")).startsWith("The clock stands since 2030-01-01T12:00:00.001Z, until "
                + "its seller, sue, resumes it. It goes on by itself at "
                + "2030-01-02T12:00:00.001Z at the latest. Nobody has bid");
        house.ok(2, "sue", "{'op':'cancel','auction':'1'}");
        assertThat(why("")).isEqualTo(
                "It was called off at 2030-01-01T12:00:00.002Z; nobody wins.");
    }
}
