package dev.gavel.auction.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.auction.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A view holds all that binds a bidder, spelled as {@code create} takes it. */
class ViewedConditionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final House house = new House();

    @ParameterizedTest
    @ValueSource(strings = {
            "'format':'english','start':1000,'increment':500,'grid':true,'proxy':'always',"
                    + "'softClose':{'windowMillis':60000,'extendMillis':30000,'trigger':'lead',"
                    + "'mode':'add','maxExtensions':3,'hardEnd':'2031-01-01T00:00:00.000Z'},"
                    + "'group':'tables','retractUntil':'2030-02-01T00:00:00.000Z',"
                    + "'outageGraceMillis':5000,'visibility':'public'",
            "'format':'english','start':1000,'increment':[[0,100],[5000,500]],'grid':false,"
                    + "'proxy':'never','reserve':4000,'reserveMode':'jump','belowReserve':'offer',"
                    + "'offerMillis':60000,'buyNow':9000,'buyNowUntil':'reserveMet',"
                    + "'visibility':'participants','outageGraceMillis':2000",
            "'format':'english','increment':'ebay-uk','proxy':'allowed','grid':false,"
                    + "'visibility':'invited','invited':['ann','bob'],'outageGraceMillis':2000",
            "'format':'reverse','start':90000,'increment':{'percent':5},'grid':false,"
                    + "'proxy':'allowed','reserve':50000,'reserveMode':'plain',"
                    + "'belowReserve':'unsold','buyNow':40000,'buyNowUntil':'firstBid',"
                    + "'visibility':'public','outageGraceMillis':2000",
            "'format':'english','increment':[[500,7]],'grid':false,'proxy':'allowed',"
                    + "'visibility':'public','outageGraceMillis':2000,'durationMillis':60000",
            "'format':'clock','start':1000,'step':100,'periodMillis':5000,'confirm':'confirm',"
                    + "'grace':2,'runBy':'house','visibility':'participants',"
                    + "'outageGraceMillis':2000",
            "'format':'clock','start':1000,'step':100,'periodMillis':5000,'confirm':'stay',"
                    + "'grace':0,'runBy':'seller','visibility':'public','outageGraceMillis':2000",
            "'format':'dutch','start':1000,'step':100,'floor':300,'periodMillis':5000,"
                    + "'quantity':3,'visibility':'public','outageGraceMillis':2000",
            "'format':'sealed','start':1000,'commit':true,'revealMillis':60000,'reserve':2000,"
                    + "'belowReserve':'offer','offerMillis':1000,'visibility':'public',"
                    + "'outageGraceMillis':2000",
            "'format':'vickrey','start':1000,'commit':false,'visibility':'public',"
                    + "'outageGraceMillis':2000",
            "'format':'uniform','start':1000,'quantity':50,'margin':'proRata','reserve':1500,"
                    + "'visibility':'public','outageGraceMillis':2000"})
    void canBeTypedBackByItsSeller(String conditions) throws Exception {
        var given = (ObjectNode) JSON.readTree("{" + conditions.replace('\'', '"') + "}");
        house.ok(1, "sue", "{'op':'create','name':'A lot'," + conditions + "}");
        var view = view("sue", 1);
        given.properties()
                .forEach(condition -> assertThat(view.get(condition.getKey()))
                        .as(condition.getKey() + " in " + view)
                        .isEqualTo(condition.getValue()));
        assertThat(view.path("hasReserve").asBoolean()).isEqualTo(given.has("reserve"));

        var again = JSON.createObjectNode().put("op", "create").put("name", "A lot");
        view.properties().forEach(field -> {
            if (isCondition(field.getKey())) {
                again.set(field.getKey(), field.getValue());
            }
        });
        house.ok(2, "sue", again.toString());
        var second = (ObjectNode) view("sue", 2);
        assertThat(second.put("auction", "1").put("index", 1)).isEqualTo(view);
    }

    private static boolean isCondition(String field) {
        return switch (field) {
            case "auction", "name", "item", "seller", "state", "price", "minimumNext",
                    "maximumNext",
                    "bids", "participants", "index", "hasReserve", "reserveMet",
                    "quantityLeft" ->
                false;
            default -> true;
        };
    }

    @Test
    void tellsOthersThatThereIsAReserveButNotHowMuch() throws Exception {
        house.ok(1, "sue", "{'op':'create','name':'A lot','start':1000,'reserve':4000,"
                + "'reserveMode':'jump','belowReserve':'offer','open':true}");
        var view = view("ann", 1);
        assertThat(view.path("hasReserve").asBoolean()).isTrue();
        assertThat(view.path("reserveMode").asText()).isEqualTo("jump");
        assertThat(view.path("belowReserve").asText()).isEqualTo("offer");
        assertThat(view.has("reserve")).isFalse();
    }

    @Test
    void tellsABidderWhichRoundsTheyConfirmedAndHowManyTheyMissed() throws Exception {
        house.ok(1, "sue", "{'op':'create','name':'Vase','format':'clock','start':1000,'step':100,"
                + "'periodMillis':1000,'confirm':'confirm','grace':2}");
        house.ok(2, "ann", "{'op':'join','auction':'1'}");
        house.ok(2, "bob", "{'op':'join','auction':'1'}");
        assertThat(view("ann", 1).has("yourMissedRounds")).isFalse();
        house.ok(10, "sue", "{'op':'open','auction':'1'}");
        assertThat(view("ann", 1).has("yourConfirmedRound")).isFalse();
        assertThat(view("ann", 1).path("yourMissedRounds").asLong(-1)).isZero();
        house.ok(20, "ann", "{'op':'confirm','auction':'1','round':0}");
        assertThat(view("ann", 1).path("yourConfirmedRound").asLong(-1)).isZero();
        house.beatUntil(2_500);
        assertThat(view("ann", 1).path("round").asLong()).isEqualTo(2);
        assertThat(view("ann", 1).path("yourConfirmedRound").asLong(-1)).isZero();
        assertThat(view("ann", 1).path("yourMissedRounds").asLong(-1)).isOne();
        assertThat(view("bob", 1).path("yourMissedRounds").asLong(-1)).isEqualTo(2);
        for (var other : new String[]{"sue", "zoe"}) {
            assertThat(view(other, 1).has("yourMissedRounds")).as(other).isFalse();
        }
        house.beatUntil(3_500);
        assertThat(view("bob", 1).has("yourMissedRounds")).as("is out").isFalse();
    }

    @Test
    void keepsWhatTellsTheRoundOfARunningClockFromThoseWhoHaveNotJoined() throws Exception {
        for (var format : new String[]{"'clock'", "'dutch','visibility':'participants'"}) {
            house.ok(1, "sue", "{'op':'create','name':'Vase','format':" + format
                    + ",'start':1000,'step':100,'periodMillis':1000}");
            var id = house.state().auctions().size();
            var before = view("zoe", id);
            assertThat(before.path("step").asLong()).isEqualTo(100);
            house.ok(2, "ann", "{'op':'join','auction':'" + id + "'}");
            house.ok(2, "bob", "{'op':'join','auction':'" + id + "'}");
            house.ok(3, "sue", "{'op':'open','auction':'" + id + "'}");
            for (var hidden : new String[]{"price", "round", "roundEndsAt", "remainingMillis",
                    "periodMillis", "step", "floor", "quantityLeft", "minimumNext", "bids",
                    "participants", "leader", "buyNow"}) {
                assertThat(view("zoe", id).has(hidden)).as(format + " " + hidden).isFalse();
            }
        }
    }

    private JsonNode view(String who, long auction) throws Exception {
        return JSON.readTree(house.ask(who, "{'query':'auction','auction':'" + auction + "'}"));
    }
}
