package dev.gavel.client.cli;

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

    private static List<String> lines(String view) {
        return Views.lines(JsonObject.parse(view.getBytes(StandardCharsets.UTF_8)))
                .stream()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }
}
