package dev.gavel.auction.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.auction.House;
import dev.gavel.auction.codec.CreateFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A view holds all that binds a bidder, spelled as {@code create} takes it. */
class ViewedConditionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final House house = new House();

    /** What {@code create} takes that is no condition of sale: the lot, and what is done at once. */
    private static final Set<String> NO_CONDITIONS = Set.of("op", "name", "item", "itemName",
            "itemDescription", "open", "unique");

    private static final List<String> CONDITIONS = List.of(
            "'format':'english','start':1000,'increment':500,'grid':true,'proxy':'always',"
                    + "'softClose':{'windowMillis':60000,'extendMillis':30000,'trigger':'lead',"
                    + "'mode':'add','maxExtensions':3,'hardEnd':'2031-01-01T00:00:00.000Z'},"
                    + "'group':'tables','retractUntil':'2030-02-01T00:00:00.000Z',"
                    + "'outageGraceMillis':5000,'maxPauseMillis':60000,'visibility':'public'",
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
                    + "'grace':0,'runBy':'seller','visibility':'public','outageGraceMillis':2000,"
                    + "'sellerKey':'6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw='",
            "'format':'dutch','start':1000,'step':100,'floor':300,'periodMillis':5000,"
                    + "'quantity':3,'visibility':'public','outageGraceMillis':2000",
            "'format':'sealed','start':1000,'commit':true,'revealMillis':60000,'reserve':2000,"
                    + "'belowReserve':'offer','offerMillis':1000,'visibility':'public',"
                    + "'outageGraceMillis':2000",
            "'format':'vickrey','currency':'USD','start':1000,'commit':false,'visibility':'public',"
                    + "'opensAt':'2030-06-01T00:00:00.000Z','endsAt':'2030-06-02T00:00:00.000Z',"
                    + "'maxPauseMillis':0,"
                    + "'outageGraceMillis':2000",
            "'format':'uniform','start':1000,'quantity':50,'margin':'proRata','reserve':1500,"
                    + "'visibility':'public','outageGraceMillis':2000");

    @Test
    void isTriedWithEveryConditionOfCreate() throws Exception {
        var tried = new TreeSet<String>();
        for (var conditions : CONDITIONS) {
            given(conditions).fieldNames().forEachRemaining(tried::add);
        }
        var conditions = new TreeSet<>(CreateFields.names());
        conditions.removeAll(NO_CONDITIONS);
        assertThat(tried).isEqualTo(conditions);
    }

    @ParameterizedTest
    @FieldSource("CONDITIONS")
    void canBeTypedBackByItsSeller(String conditions) throws Exception {
        var given = given(conditions);
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

    private static ObjectNode given(String conditions) throws Exception {
        return (ObjectNode) JSON.readTree("{" + conditions.replace('\'', '"') + "}");
    }

    private static boolean isCondition(String field) {
        return CreateFields.names().contains(field) && !NO_CONDITIONS.contains(field);
    }

    @Test
    void tellsHowLongItMayBePausedWhereTheRulesBoundThat() throws Exception {
        house.ok(1, "sue", "{'op':'create','name':'A lot'}");
        assertThat(view("zoe", 1).path("maxPauseMillis").asLong()).isEqualTo(86_400_000);
        house.ok(1, "sue", "{'op':'create','name':'A lot','format':'clock','start':1,'step':1,"
                + "'periodMillis':1000,'runBy':'seller'}");
        assertThat(view("zoe", 2).has("maxPauseMillis")).as("no command pauses it").isFalse();
        var first = new House(1);
        first.ok(1, "sue", "{'op':'create','name':'A lot','open':true}");
        first.ok(1, "sue", "{'op':'pause','auction':'1'}");
        var unbounded = JSON.readTree(first.ask("zoe", "{'query':'auction','auction':'1'}"));
        assertThat(unbounded.has("maxPauseMillis")).isFalse();
        assertThat(unbounded.has("pauseEndsAt")).isFalse();
    }

    @Test
    void tellsWhenAPauseEndsAtTheLatest() throws Exception {
        house.ok(1, "sue", "{'op':'create','name':'A lot','maxPauseMillis':30000,'open':true}");
        assertThat(view("zoe", 1).has("pauseEndsAt")).isFalse();
        house.ok(10_000, "sue", "{'op':'pause','auction':'1'}");
        house.ok(20_000, "sue", "{'op':'resume','auction':'1'}");
        house.ok(30_000, "sue", "{'op':'pause','auction':'1'}");
        assertThat(view("zoe", 1).path("pauseEndsAt").asText())
                .isEqualTo("2030-01-01T12:00:50.000Z");
        house.advance(49_999);
        assertThat(view("zoe", 1).path("state").asText()).isEqualTo("paused");
        house.advance(50_000);
        assertThat(view("zoe", 1).path("state").asText()).isEqualTo("open");
        assertThat(view("zoe", 1).has("pauseEndsAt")).isFalse();
    }

    /** A bid is told the same as who looks, and who may not look is not told by bidding. */
    @Test
    void tellsABidOnAPausedAuctionWhenItGoesOn() throws Exception {
        house.ok(1, "sue", "{'op':'create','name':'A lot','maxPauseMillis':30000,'open':true}");
        house.ok(10_000, "sue", "{'op':'pause','auction':'1'}");
        assertThat(
                house.refused(10_000, "ann", "{'op':'bid','auction':'1','amount':500}").sentence())
                .isEqualTo(
                        "The auction is paused; wait until its seller resumes it, or until it goes on"
                                + " by itself at 2030-01-01T12:00:40.000Z.");
        assertThat(may("ann", 1).path("pauseEndsAt")).isEqualTo(view("ann", 1).path("pauseEndsAt"));

        var first = new House(1);
        first.ok(1, "sue", "{'op':'create','name':'A lot','open':true}");
        first.ok(2, "sue", "{'op':'pause','auction':'1'}");
        assertThat(first.refused(3, "ann", "{'op':'bid','auction':'1','amount':500}").sentence())
                .isEqualTo("The auction is paused; wait until its seller resumes it.");

        house.ok(11_000, "sue", "{'op':'create','name':'Roses','format':'dutch','start':1000,"
                + "'step':100,'periodMillis':1000,'visibility':'participants','open':true}");
        house.ok(11_400, "sue", "{'op':'pause','auction':'2'}");
        assertThat(house.refused(11_400, "zoe", "{'op':'accept','auction':'2'}").sentence())
                .isEqualTo("The auction is paused; wait until its seller resumes it.");
        assertThat(may("zoe", 2).has("pauseEndsAt")).isFalse();
    }

    @Test
    void tellsWhoBuysOffAClockHowMuchTheyHave() throws Exception {
        house.ok(1, "sue", "{'op':'create','name':'Roses','format':'dutch','start':1000,'step':100,"
                + "'periodMillis':1000,'quantity':10,'open':true}");
        house.ok(2, "ann", "{'op':'accept','auction':'1','quantity':2}");
        house.ok(3, "bob", "{'op':'accept','auction':'1','quantity':1}");
        house.ok(4, "ann", "{'op':'accept','auction':'1','quantity':3}");
        assertThat(view("ann", 1).path("yourQuantity").asLong()).isEqualTo(5);
        assertThat(view("bob", 1).path("yourQuantity").asLong()).isOne();
        assertThat(view("zoe", 1).has("yourQuantity")).isFalse();
    }

    /** When it ends tells how much of a round was over, and so which round it is. */
    @Test
    void tellsOnlyThoseWhoJoinedAClockWhenItsPauseEnds() throws Exception {
        house.ok(1, "sue", "{'op':'create','name':'Vase','format':'clock','start':1000,'step':100,"
                + "'periodMillis':1000,'maxPauseMillis':30000}");
        house.ok(2, "ann", "{'op':'join','auction':'1'}");
        house.ok(2, "bob", "{'op':'join','auction':'1'}");
        house.ok(1_000, "sue", "{'op':'open','auction':'1'}");
        house.ok(1_400, "sue", "{'op':'pause','auction':'1'}");
        for (var in : List.of("ann", "sue")) {
            assertThat(view(in, 1).path("pauseEndsAt").asText()).as(in)
                    .isEqualTo("2030-01-01T12:00:31.000Z");
        }
        assertThat(view("zoe", 1).has("pauseEndsAt")).isFalse();
        house.advance(30_999);
        assertThat(view("ann", 1).path("state").asText()).isEqualTo("paused");
        house.advance(31_000);
        assertThat(view("ann", 1).path("state").asText()).isEqualTo("open");
    }

    @Test
    void tellsWhoTookBidsBackAloneWhatBindsThem() throws Exception {
        retract("english", 2_000, 9_000);
        assertThat(view("ann", 1).path("retractionBinds").asBoolean()).isTrue();
        assertThat(view("ann", 1).path("yourRetracted").asLong()).isEqualTo(9_000);
        assertThat(may("ann", 1).path("minimumNext").asLong()).isEqualTo(9_000);
        for (var other : List.of("bob", "sue", "zoe")) {
            assertThat(view(other, 1).has("yourRetracted")).as(other).isFalse();
        }
        assertThat(may("bob", 1).path("minimumNext").asLong()).isEqualTo(1_000);
        house.ok(6, "bob", "{'op':'bid','auction':'1','amount':1000,'max':9500}");
        house.ok(7, "bob", "{'op':'bid','auction':'1','amount':9500,'max':9600}");
        house.ok(8, "cid", "{'op':'bid','auction':'1','amount':9200}");
        assertThat(view("ann", 1).path("yourRetracted").asLong()).isEqualTo(9_000);
        assertThat(may("ann", 1).path("minimumNext").asLong()).isEqualTo(9_202);
        house.ok(9, "sue", "{'op':'close','auction':'1'}");
        assertThat(view("ann", 1).has("yourRetracted")).as("it is over").isFalse();
    }

    @Test
    void mirrorsThatWhereOffersFall() throws Exception {
        retract("reverse", 900, 200);
        assertThat(view("ann", 1).path("yourRetracted").asLong()).isEqualTo(200);
        assertThat(may("ann", 1).path("maximumNext").asLong()).isEqualTo(200);
        assertThat(may("bob", 1).path("maximumNext").asLong()).isEqualTo(1_000);
    }

    @Test
    void bindsNobodyByWhatTheyTookBackWhereTheRulesDoNot() throws Exception {
        var first = new House(1);
        first.ok(1, "sue", "{'op':'create','name':'A lot','start':1000,'open':true,"
                + "'retractUntil':'2030-02-01T00:00:00.000Z'}");
        first.ok(2, "ann", "{'op':'bid','auction':'1','amount':9000}");
        first.ok(3, "ann", "{'op':'retract','auction':'1','reason':'typo'}");
        var view = JSON.readTree(first.ask("ann", "{'query':'auction','auction':'1'}"));
        assertThat(view.path("retractionBinds").asBoolean(true)).isFalse();
        assertThat(view.has("yourRetracted")).isFalse();
        assertThat(first.ask("ann", "{'query':'canBid','auction':'1'}"))
                .contains("\"minimumNext\":1000");
    }

    private void retract(String format, long amount, long max) {
        house.ok(1, "sue", "{'op':'create','name':'A lot','format':'" + format
                + "','start':1000,'open':true,'retractUntil':'2030-02-01T00:00:00.000Z'}");
        assertThat(house.ask("ann", "{'query':'auction','auction':'1'}"))
                .doesNotContain("yourRetracted");
        house.ok(2, "ann", "{'op':'bid','auction':'1','amount':" + amount + ",'max':" + max
                + "}");
        house.ok(3, "ann", "{'op':'retract','auction':'1','reason':'typo'}");
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

    private JsonNode may(String who, long auction) throws Exception {
        return JSON.readTree(house.ask(who, "{'query':'canBid','auction':'" + auction + "'}"));
    }
}
