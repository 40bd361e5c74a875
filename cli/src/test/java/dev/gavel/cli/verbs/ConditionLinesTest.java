package dev.gavel.cli.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.client.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whoever looks at an auction on the command line sees what binds a bid there. */
class ConditionLinesTest {

    @Test
    void tellsTheConditionsOfRisingBids() {
        assertThat(lines("""
                {"auction":"1","currency":"EUR","state":"open","format":"english","increment":50,
                 "grid":true,"proxy":"never","hasReserve":true,
                 "retractUntil":"2030-01-01T00:00:00.000Z","visibility":"invited",
                 "softClose":{"windowMillis":30000,"extendMillis":30000}}"""))
                .contains("increment 0.50 EUR, only amounts on its ladder",
                        "maximum bids none",
                        "reserve there is one; it is secret",
                        "retract until 2030-01-01T00:00:00.000Z",
                        "soft close a bid in the last 30 s moves the end",
                        "visible to invited");
    }

    @Test
    void tellsHowLongItMayBePausedAndByWhenItGoesOn() {
        assertThat(lines("{\"currency\":\"EUR\",\"maxPauseMillis\":10800000}"))
                .contains("pauses up to 3 h in all, then it goes on by itself");
        assertThat(lines("{\"currency\":\"EUR\",\"maxPauseMillis\":0}"))
                .contains("pauses none: it cannot be paused");
        assertThat(lines("{\"currency\":\"EUR\"}")).noneMatch(line -> line.contains("pause"));
        var paused = """
                {"auction":"1","name":"Sofa","currency":"EUR","state":"paused",
                 "pauseEndsAt":"2030-01-01T12:04:21.000Z"}""";
        assertThat(lines(paused)).contains(
                "paused goes on by itself by 2030-01-01T12:04:21.000Z at the latest");
        assertThat(Views.result(JsonObject.parse(paused.getBytes(StandardCharsets.UTF_8))))
                .contains("paused; goes on by itself by 2030-01-01T12:04:21.000Z at the latest;");
    }

    @Test
    void tellsWhatTakingBidsBackMeansAndWhatOneTookBack() {
        assertThat(lines("""
                {"currency":"EUR","format":"english","retractUntil":"2030-01-01T00:00:00.000Z",
                 "retractionBinds":true,"yourRetracted":20000}"""))
                .contains("bidding again after you take bids back, your next bid must be at least"
                        + " the highest of them",
                        "you took back 200.00 EUR; your next bid, or its maximum, must be at "
                                + "least that");
        assertThat(lines("""
                {"currency":"EUR","format":"reverse","retractUntil":"2030-01-01T00:00:00.000Z",
                 "retractionBinds":true,"yourRetracted":20000}"""))
                .contains("bidding again after you take offers back, your next offer must be at"
                        + " most the lowest of them",
                        "you took back 200.00 EUR; your next offer, or its limit, must be at most "
                                + "that");
        assertThat(lines("""
                {"currency":"EUR","format":"english","retractUntil":"2030-01-01T00:00:00.000Z",
                 "retractionBinds":false}""")).noneMatch(line -> line.startsWith("bidding again"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"percent":5}      | 5% of the price
            "ebay-uk"          | ebay-uk
            [[0,10],[1000,50]] | by bands, which --json shows
            """)
    void tellsEveryKindOfIncrement(String increment, String words) {
        assertThat(lines("{\"currency\":\"EUR\",\"increment\":" + increment + "}"))
                .contains("increment " + words);
    }

    @Test
    void tellsABidderOfAClockWithConfirmationsWhatTheyConfirmedAndMissed() {
        assertThat(lines("""
                {"currency":"EUR","format":"clock","periodMillis":20000,"confirm":"confirm",
                 "grace":1,"yourConfirmedRound":3,"yourMissedRounds":1}"""))
                .contains("round length 20 s", "confirm each round anew; 1 may be missed",
                        "you confirmed round 3", "you missed 1 of the rounds");
        assertThat(lines("{\"currency\":\"EUR\",\"format\":\"clock\",\"confirm\":\"stay\"}"))
                .noneMatch(line -> line.startsWith("confirm"));
    }

    @Test
    void tellsHowLongASecretBidCanBeOpened() {
        assertThat(lines("{\"currency\":\"EUR\",\"commit\":true,\"revealMillis\":300000}"))
                .contains("commit first the hash of a bid, then 5 min to open it");
    }

    @Test
    void tellsWhoWouldGetWhichUnitsAndFromHowManyOnLessIsEnough() {
        assertThat(lines("""
                {"currency":"EUR","format":"yankee","state":"open","quantity":10,"price":900,
                 "standingAwards":[{"winner":"ann","quantity":4,"price":1000},
                 {"winner":"bob","quantity":1,"price":900}],"yourBid":900,"yourQuantity":3,
                 "yourStandingQuantity":1,"minimumNext":950,
                 "minimumNextForMore":{"quantity":4,"amount":900}}"""))
                .contains("would get ann 4 at 10.00 EUR, bob 1 at 9.00 EUR", "your bid 9.00 EUR",
                        "your units your bid is for 3, you would get 1",
                        "next for more 9.00 EUR for each of 4 units or more")
                .noneMatch(line -> line.startsWith("your quantity"));
        assertThat(lines("""
                {"currency":"EUR","format":"yankee","quantity":10,"standingAwards":[],
                 "yourBid":900,"yourQuantity":3,"yourStandingQuantity":0}"""))
                .contains("your units your bid is for 3, you would get none")
                .noneMatch(line -> line.startsWith("would get"));
        assertThat(lines("{\"currency\":\"EUR\",\"quantity\":9,\"yourQuantity\":1}"))
                .contains("your quantity 1");
    }

    @Test
    void tellsOfAHashThatOnlyItsBidderKnowsTheAmount() {
        assertThat(lines("""
                {"currency":"EUR","format":"sealed","commit":true,"yourBid":0,"yourQuantity":1}"""))
                .contains("your bid sealed by a hash; its amount only you know")
                .noneMatch(line -> line.startsWith("your quantity") || line.contains("0.00"));
        assertThat(lines("""
                {"currency":"EUR","format":"sealed","yourBid":500,"yourQuantity":1}"""))
                .contains("your bid 5.00 EUR")
                .noneMatch(line -> line.startsWith("your quantity"));
    }

    private static List<String> lines(String view) {
        return Views.lines(JsonObject.parse(view.getBytes(StandardCharsets.UTF_8)))
                .stream()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }
}
