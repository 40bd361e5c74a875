package dev.gavel.auction.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.House;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.model.UserName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Where time or amounts come to their bounds, all answers say the same. */
class ReadsAgreeTest {

    private static final long LARGEST = 1_000_000_000_000_000L;

    private final House house = new House();

    private String ask(String who, long millis, String json) {
        var query = MessageCodec
                .decodeQuery(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return new String(Queries.answer(house.state(), query, UserName.parse(who), 99,
                Instant.ofEpochMilli(House.NOON + millis)).json(), StandardCharsets.UTF_8);
    }

    private String view(String who) {
        return house.ask(who, "{'query':'auction','auction':'1'}");
    }

    private String may(String who) {
        return house.ask(who, "{'query':'canBid','auction':'1'}");
    }

    private String tried(String who, long amount) {
        return house.ask(who, "{'query':'dryRun','command':{'op':'bid','auction':'1','amount':"
                + amount + "}}");
    }

    @Test
    void sayThatItIsOpenUntilTheCloseIsLoggedAndClosedFromThenOn() {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'durationMillis':1000,"
                + "'open':true}");
        for (var late : new long[]{1_000, 1_050, 9_000}) {
            assertThat(ask("ann", late, "{'query':'auction','auction':'1'}"))
                    .contains("\"state\":\"open\"", "\"remainingMillis\":1,");
            assertThat(ask("ann", late, "{'query':'canBid','auction':'1'}"))
                    .contains("\"canBid\":true", "\"minimumNext\":1000");
            assertThat(ask("ann", late, "{'query':'dryRun','command':{'op':'bid','auction':'1',"
                    + "'amount':1000}}")).contains("\"status\":\"success\"");
            assertThat(ask("ann", late, "{'query':'explain','auction':'1'}"))
                    .contains("Nobody has bid");
        }
        house.advance(1_050);
        assertThat(view("ann")).contains("\"state\":\"closed\"");
        assertThat(may("ann")).contains("\"canBid\":false", "LATE");
        assertThat(tried("ann", 1000)).contains("LATE");
        assertThat(house.ask("ann", "{'query':'explain','auction':'1'}")).contains("It closed at");
    }

    @Test
    void nameNoBoundBelowTheSmallestAmount() {
        house.ok(0, "sue", "{'op':'create','name':'Paint','format':'reverse','start':100,"
                + "'increment':5,'open':true}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':3}");
        assertThat(view("bob")).doesNotContain("maximumNext");
        assertThat(may("bob")).contains("\"canBid\":false", "\"code\":\"TOO_HIGH\"",
                "No lower offer can be made").doesNotContain("maximumNext");
        assertThat(tried("bob", 1)).contains("TOO_HIGH", "No lower offer can be made")
                .doesNotContain("maximumNext");
        assertThat(house.ask("bob", "{'query':'explain','auction':'1'}"))
                .contains("No lower offer can be made");
        assertThat(may("ann")).contains("\"canBid\":true");
    }

    @Test
    void nameNoBoundAboveTheLargestAmount() {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'open':true}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':" + LARGEST + "}");
        assertThat(view("bob")).doesNotContain("minimumNext");
        for (var who : List.of("ann", "bob")) {
            assertThat(may(who)).as(who)
                    .contains("\"canBid\":false", "\"code\":\"TOO_LOW\"",
                            "No higher bid can be made")
                    .doesNotContain("minimumNext");
            assertThat(tried(who, LARGEST)).as(who)
                    .contains("TOO_LOW")
                    .doesNotContain("minimumNext");
        }
    }

    @Test
    void adviseTheBuyNowPriceWhereNothingElseCanBeBid() {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'increment':"
                + (LARGEST - 10) + ",'reserve':50000,'buyNow':60000,"
                + "'buyNowUntil':'reserveMet','open':true}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':1000}");
        assertThat(may("bob")).contains("\"canBid\":true", "\"minimumNext\":60000");
        assertThat(tried("bob", 60_000)).contains("\"status\":\"success\"");
    }

    @Test
    void tellAnOutsiderOfAClosedSaleOfUnitsWhoBoughtAtWhichPrice() {
        for (var format : List.of("uniform','quantity':10", "dutch','quantity':3,'step':10,"
                + "'periodMillis':1000")) {
            house.ok(0, "sue", "{'op':'create','name':'Bonds','format':'" + format
                    + ",'start':100,'visibility':'participants','open':true}");
            var id = house.state().auctions().size();
            house.ok(1, "ann", "{'op':'bid','auction':'" + id + "','amount':900,'quantity':2}");
            house.ok(2, "sue", "{'op':'close','auction':'" + id + "'}");
            var view = house.ask("zoe", "{'query':'auction','auction':'" + id + "'}");
            assertThat(view).contains("\"winner\":\"ann\"", "\"hammerPrice\":100");
            assertThat(house.ask("zoe", "{'query':'explain','auction':'" + id + "'}"))
                    .contains("Sold 2 to 1 buyer.", "ann bought 2 at 1.00 EUR.");
            assertThat(house.ask("zoe", "{'query':'result','auction':'" + id + "'}"))
                    .contains("Sold 2 to 1 buyer.");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "bids','auction':'1','limit':0 | limit",
            "bids','auction':'1','limit':1001 | limit", "bids','auction':'1','limit':'x' | limit",
            "bids','auction':'1','after':'x' | after", "bids','auction':'1','after':'-1' | after",
            "bids','auction':'1','after':'.1x' | after",
            "bids','auction':'1','after':'1.2' | after", "bids','auction':'x' | auction",
            "auctions','state':'opened' | state", "auctions','format':'englsh' | format",
            "auctions','after':'1.1' | after", "auctions','seller':5 | seller",
            "auctions','limit':-1 | limit", "auctions','mine':'yes' | mine",
            "items','all':1 | all", "items','colour':'red' | colour", "list' | query"})
    void refuseNonsenseWithTheNameOfItsField(String query, String field) {
        house.ok(0, "sue", "{'op':'create','name':'Table','open':true}");
        assertThat(house.ask("ann", "{'query':'" + query + "}"))
                .contains("\"code\":\"BAD_COMMAND\"", "\"field\":\"" + field + "\"");
    }
}
