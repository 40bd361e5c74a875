package dev.gavel.lab.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gavel.server.MovableClock;
import dev.gavel.server.TestHouse;
import dev.gavel.server.config.Limits;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/** Around the end of an auction, by a real clock: what is read never says open once its end has passed. */
class LastMomentTest {

    private static final int SALES = 4;
    private static final long RUN_ON_MILLIS = 150;

    @Test
    void readsSayClosedFromTheEndOnAndAgreeWithWhoMayBid() {
        try (var house = TestHouse.open()) {
            for (var sale = 0; sale < SALES; sale++) {
                endsInOneWord(house);
            }
        }
    }

    private static void endsInOneWord(TestHouse house) {
        var created = house.command("sue", """
                {"op":"create","name":"Table","start":100,"durationMillis":400,"open":true}""");
        var id = created.path("auction").asText();
        var end = Instant.parse(created.path("endsAt").asText()).toEpochMilli();
        var afterEnd = 0;
        while (System.currentTimeMillis() < end + RUN_ON_MILLIS) {
            var asked = System.currentTimeMillis();
            var view = get(house, id, "");
            var may = get(house, id, "/can-bid");
            var tried = TestHouse.json(house.post("/v1/commands?dryRun=true",
                    "{\"op\":\"bid\",\"auction\":\"" + id + "\",\"amount\":100}", "Gavel-User",
                    "ann"));
            var again = get(house, id, "");
            if (asked >= end) {
                assertThat(view.path("state").asText()).as("at the end: " + view)
                        .isEqualTo("closed");
                afterEnd++;
            } else if (view.has("remainingMillis")) {
                assertThat(view.path("remainingMillis").asLong()).isPositive();
            }
            if (view.path("state").equals(again.path("state"))) {
                var isOpen = view.path("state").asText().equals("open");
                assertThat(may.path("canBid").asBoolean()).as(view + " " + may).isEqualTo(isOpen);
                assertThat(tried.path("code").asText()).as(view + " " + tried)
                        .isEqualTo(isOpen ? "OK" : "LATE");
            }
        }
        assertThat(afterEnd).as("looks after the end").isPositive();
    }

    @Test
    void aBidThatIsTooLateIsToldHowLongAgoTheAuctionEnded() {
        var clock = new MovableClock();
        try (var house = TestHouse.open(Limits.defaults(), clock)) {
            var id = house.openAuction("sue");
            assertThat(house.command("sue", "{\"op\":\"close\",\"auction\":\"" + id + "\"}")
                    .path("status")
                    .asText()).isEqualTo("success");
            clock.setAheadBy(Duration.ofDays(3).plusHours(1));
            for (var entrance : Entrance.values()) {
                var late = entrance.command(house, "ann", "{'op':'bid','auction':'" + id
                        + "','amount':10000}", "bid " + id + " 100.00");
                assertThat(late.path("code").asText()).as(late.toString()).isEqualTo("LATE");
                assertThat(late.path("message").asText())
                        .isEqualTo("Closed: the auction ended 3 days ago.");
            }
        }
    }

    private static JsonNode get(TestHouse house, String id, String what) {
        return TestHouse.json(house.get("/v1/auctions/" + id + what, "Gavel-User", "ann"));
    }
}
