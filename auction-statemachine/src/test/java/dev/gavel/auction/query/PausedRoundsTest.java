package dev.gavel.auction.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.auction.House;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While a clock is paused, all that can be read of it says already that the unfinished round is void. */
class PausedRoundsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final House house = new House();

    @BeforeEach
    void pausesInARoundThatAnnConfirmed() {
        house.ok(0, "sue", "{'op':'create','name':'Vase','format':'clock','start':1000,'step':100,"
                + "'periodMillis':1000,'confirm':'confirm','grace':2}");
        house.ok(1, "ann", "{'op':'join','auction':'1'}");
        house.ok(1, "bob", "{'op':'join','auction':'1'}");
        house.ok(2, "sue", "{'op':'open','auction':'1'}");
        house.ok(3, "ann", "{'op':'confirm','auction':'1','round':0}");
        house.ok(3, "bob", "{'op':'confirm','auction':'1','round':0}");
        house.ok(1_100, "ann", "{'op':'confirm','auction':'1','round':1}");
        house.ok(1_200, "sue", "{'op':'pause','auction':'1'}");
    }

    @Test
    void theViewShowsTheRoundConfirmedBeforeIt() throws Exception {
        assertThat(view("ann").path("yourConfirmedRound").asInt(-1)).isZero();
        assertThat(view("ann").path("yourMissedRounds").asInt(-1)).isZero();
    }

    @Test
    void theViewSaysThatAWholeRoundIsLeft() throws Exception {
        assertThat(view("ann").path("remainingMillis").asLong()).isEqualTo(1_000);
    }

    @Test
    void theHistoryMarksWhatWasConfirmedInIt() throws Exception {
        var rows = ask("ann", "bids").path("bids");
        assertThat(rows).hasSize(3);
        assertThat(rows.path(1).path("retracted").asBoolean()).isFalse();
        assertThat(rows.path(2).path("retracted").asBoolean()).isTrue();
    }

    @Test
    void theExplanationSaysThatItIsNotConfirmed() throws Exception {
        assertThat(ask("ann", "explain").path("message").asText())
                .contains("You are in, and have not confirmed this round.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "bob"})
    void nothingOfItChangesWhenTheClockRunsOn(String who) throws Exception {
        var paused = view(who);
        var history = ask(who, "bids").path("bids");
        house.ok(1_300, "sue", "{'op':'resume','auction':'1'}");
        for (var field : new String[]{"round", "price", "yourConfirmedRound", "yourMissedRounds",
                "remainingMillis", "bids", "participants"}) {
            assertThat(view(who).path(field)).as(field).isEqualTo(paused.path(field));
        }
        assertThat(ask(who, "bids").path("bids")).isEqualTo(history);
    }

    private JsonNode view(String who) throws Exception {
        return ask(who, "auction");
    }

    private JsonNode ask(String who, String query) throws Exception {
        return JSON.readTree(house.ask(who, "{'query':'" + query + "','auction':'1'}"));
    }
}
