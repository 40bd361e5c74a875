package dev.gavel.auction.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.House;
import org.junit.jupiter.api.Test;

/** Who may bid, the first reason why not, and what would do. */
class MayBidTest {

    private final House house = new House();

    private String may(String who) {
        return house.ask(who, "{'query':'canBid','auction':'1'}");
    }

    @Test
    void namesTheLeastBidAndTheFirstReasonWhyNot() {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'increment':100,"
                + "'durationMillis':60000,'invited':['ann','bob','sue']}");
        assertThat(may("ann")).contains("\"canBid\":false", "\"code\":\"NOT_STARTED\"",
                "Wait until its seller, sue, opens it.");
        house.ok(1, "sue", "{'op':'open','auction':'1'}");
        assertThat(may("ann")).contains("\"canBid\":true", "\"code\":\"OK\"", "\"op\":\"bid\"",
                "\"minimumNext\":1000", "You may bid: at least 10.00 EUR.");
        assertThat(may("sue")).contains("\"code\":\"SELF_BID\"", "A bid of anybody else.");
        assertThat(may("zoe")).contains("\"code\":\"NOT_INVITED\"");
        house.ok(2, "ann", "{'op':'bid','auction':'1','amount':1000,'max':5000}");
        assertThat(may("ann")).contains("\"canBid\":true", "better your own maximum of 50.00 EUR");
        assertThat(may("bob")).contains("\"minimumNext\":1100").doesNotContain("50.00");
        house.ok(3, "sue", "{'op':'pause','auction':'1'}");
        assertThat(may("bob")).contains("\"code\":\"PAUSED\"",
                "Wait until its seller, sue, resumes it; it goes on by itself at "
                        + "2030-01-02T12:00:00.003Z at the latest.");
        house.ok(4, "sue", "{'op':'resume','auction':'1'}");
        house.ok(5, "sue", "{'op':'close','auction':'1'}");
        assertThat(may("bob")).contains("\"code\":\"LATE\"", "\"lateByMillis\":0");
        assertThat(may("")).contains("\"code\":\"BAD_COMMAND\"", "\"field\":\"by\"");
        assertThat(house.ask("ann", "{'query':'canBid','auction':'9'}"))
                .contains("UNKNOWN_AUCTION");
    }

    @Test
    void knowsWhatHasFallenDueSince() {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'durationMillis':60000,"
                + "'opensAt':'2030-01-01T12:00:01.000Z'}");
        assertThat(may("ann")).contains("\"opensAt\":\"2030-01-01T12:00:01.000Z\"");
        house.beatUntil(1_000);
        assertThat(may("ann")).contains("\"canBid\":true");
    }

    @Test
    void tellsTheBiddersOfAClockHowToStay() {
        house.ok(0, "sue", "{'op':'create','name':'Vase','format':'clock','start':10000,"
                + "'step':1000,'periodMillis':1000,'confirm':'confirm'}");
        house.ok(1, "ann", "{'op':'join','auction':'1'}");
        house.ok(2, "bob", "{'op':'join','auction':'1'}");
        house.ok(2, "cid", "{'op':'join','auction':'1'}");
        assertThat(may("zoe")).contains("Join now, and wait until its seller, sue, opens it.");
        house.ok(3, "sue", "{'op':'open','auction':'1'}");
        assertThat(may("ann")).contains("\"op\":\"confirm\"", "confirm round 0 to stay");
        house.ok(4, "ann", "{'op':'confirm','auction':'1','round':0}");
        assertThat(may("ann")).contains("\"canBid\":true", "until you withdraw");
        house.ok(5, "bob", "{'op':'withdraw','auction':'1'}");
        assertThat(may("bob")).contains("\"code\":\"ALREADY_WITHDRAWN\"");
        assertThat(may("zoe")).contains("\"code\":\"NOT_JOINED\"").doesNotContain("\"round\"");
    }

    @Test
    void namesTheWayToBidOfEachFormat() {
        house.ok(0, "sue", "{'op':'create','name':'Coin','format':'sealed','start':100,"
                + "'durationMillis':1000,'commit':true,'revealMillis':1000,'open':true}");
        assertThat(may("ann")).contains("\"op\":\"commit\"", "\"minimumNext\":100");
        house.ok(1, "ann", "{'op':'commit','auction':'1','hash':'" + "0".repeat(64) + "'}");
        house.beatUntil(1_000);
        assertThat(may("ann")).contains("\"op\":\"reveal\"");
        assertThat(may("bob")).contains("\"canBid\":false", "NOTHING_THERE");
        house.ok(1_001, "sue", "{'op':'create','name':'Tulips','format':'dutch','start':900,"
                + "'step':50,'periodMillis':1000,'open':true}");
        assertThat(house.ask("bob", "{'query':'canBid','auction':'2'}"))
                .contains("\"op\":\"accept\"", "\"minimumNext\":900", "\"round\":0");
        house.ok(1_002, "sue", "{'op':'create','name':'Bonds','format':'uniform','start':70,"
                + "'quantity':5,'durationMillis':1000,'open':true}");
        assertThat(house.ask("bob", "{'query':'canBid','auction':'3'}"))
                .contains("\"op\":\"bid\"", "\"minimumNext\":70", "in secret");
        house.ok(1_003, "sue", "{'op':'create','name':'Paint','format':'reverse','start':900,"
                + "'durationMillis':1000,'open':true}");
        assertThat(house.ask("bob", "{'query':'canBid','auction':'4'}"))
                .contains("\"maximumNext\":900", "at most 9.00 EUR");
    }
}
