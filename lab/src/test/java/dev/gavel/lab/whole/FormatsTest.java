package dev.gavel.lab.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.client.SecretBid;
import dev.gavel.server.TestHouse;
import dev.gavel.server.http.SseReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** A sale of each format from its creation to its result, through each entrance of a real server. */
@Tag("slow")
class FormatsTest {

    private static final String NONCE = "5".repeat(64);
    private static final Set<String> OPS_OVER_HTTP = new TreeSet<>();
    private static TestHouse house;
    private static JsonNode openapi;

    @BeforeAll
    static void open() {
        house = TestHouse.open();
        openapi = TestHouse.json(house.get("/openapi.json"));
    }

    /** All that happened is described, too. */
    @AfterAll
    static void close() {
        try (var stream = SseReader.open(house, "/v1/events?after=0.0", "Gavel-User", "sue")) {
            stream.awaitOfType("itemWithdrawn", 2);
            stream.events().forEach(event -> isDescribed("Event", event.json()));
            var all = new TreeSet<String>();
            openapi.at("/components/schemas/Command/discriminator/mapping")
                    .fieldNames()
                    .forEachRemaining(all::add);
            all.remove("adopt"); // done by the house before anybody asks: FreshHouseTest
            assertThat(OPS_OVER_HTTP).as("every op was used").isEqualTo(all);
        } finally {
            house.close();
        }
    }

    private static void isDescribed(String schema, JsonNode json) {
        var known = openapi.at("/components/schemas/" + schema + "/properties");
        assertThat(known).isInstanceOf(ObjectNode.class);
        json.fieldNames()
                .forEachRemaining(name -> assertThat(known.has(name))
                        .as(schema + "." + name + " in " + json)
                        .isTrue());
    }

    /** Said by {@code by}, as {@code json} or as {@code line}, and done. */
    private static JsonNode ok(Entrance entrance, String by, String json, String line) {
        var outcome = entrance.command(house, by, json, line);
        assertThat(outcome.path("status").asText()).as(by + ": " + line + " -> " + outcome)
                .isEqualTo("success");
        if (entrance == Entrance.HTTP) {
            OPS_OVER_HTTP.add(TestHouse.json(json.replace('\'', '"')).path("op").asText());
        }
        var told = outcome.deepCopy();
        ((ObjectNode) told).remove("nonce"); // which only the command line adds
        isDescribed("Outcome", told);
        return outcome;
    }

    private static String created(Entrance entrance, String conditions, String options) {
        return ok(entrance, "sue", "{'op':'create','name':'A lot'," + conditions + "}",
                "create --name A_lot " + options).path("auction").asText();
    }

    private static JsonNode on(Entrance entrance, String by, String auction, String op,
            String more, String line) {
        return ok(entrance, by, "{'op':'" + op + "','auction':'" + auction + "'" + more + "}",
                line.replace("$", auction));
    }

    private static JsonNode on(Entrance entrance, String by, String auction, String op) {
        return on(entrance, by, auction, op, "", op + " $");
    }

    /** How it ended; and that all that can be asked of it is answered and described. */
    private static JsonNode result(Entrance entrance, String auction) {
        entrance.asked(house, "zoe", "history", auction)
                .path("bids")
                .forEach(row -> isDescribed("Bid", row));
        isDescribed("Auction", entrance.asked(house, "ann", "show", auction));
        var why = entrance.asked(house, "zoe", "explain", auction);
        isDescribed("Explanation", why);
        assertThat(why.path("sentences")).isNotEmpty();
        isDescribed("Entitlement", entrance.asked(house, "zoe", "can-bid", auction));
        var result = entrance.asked(house, "zoe", "result", auction);
        isDescribed("Auction", result);
        assertThat(why.path("state")).isEqualTo(result.path("state"));
        return result;
    }

    private static void soldTo(Entrance entrance, String auction, String winner, long price) {
        var result = result(entrance, auction);
        assertThat(result.path("result").asText()).as(result.toString()).isEqualTo("sold");
        assertThat(result.path("winner").asText()).as(result.toString()).isEqualTo(winner);
        assertThat(result.path("hammerPrice").asLong()).as(result.toString()).isEqualTo(price);
    }

    @ParameterizedTest
    @EnumSource
    void sellsByEnglishAuction(Entrance entrance) {
        var id = created(entrance, "'format':'english','start':10000,'increment':500,"
                + "'reserve':12000,'softClose':{'windowMillis':10000},'durationMillis':3600000,"
                + "'open':true",
                "--format english --start 100.00 --increment 5.00 --reserve "
                        + "120.00 --soft-close 10s --duration 1h --open");
        on(entrance, "ann", id, "bid", ",'amount':10000,'max':20000", "bid $ 100.00 --max 200");
        var outbid = on(entrance, "bob", id, "bid", ",'amount':15000", "bid $ 150.00");
        assertThat(outbid.path("leading").asBoolean()).isFalse();
        assertThat(outbid.path("price").asLong()).isEqualTo(15500);
        assertThat(entrance.asked(house, "bob", "can-bid", id).path("minimumNext").asLong())
                .isEqualTo(16000);
        on(entrance, "sue", id, "pause");
        on(entrance, "sue", id, "resume");
        on(entrance, "sue", id, "close");
        soldTo(entrance, id, "ann", 15500);
    }

    @ParameterizedTest
    @EnumSource
    void buysAtOnceOrDoesNothing(Entrance entrance) {
        var conditions = "'format':'english','start':1000,'buyNow':8000,"
                + "'durationMillis':3600000,'open':true";
        var options = "--format english --start 10.00 --buy-now 80.00 --duration 1h --open";
        var id = created(entrance, conditions, options);
        on(entrance, "bob", id, "bid", ",'amount':1000", "bid $ 10.00");
        var late = entrance.command(house, "ann", "{'op':'bid','auction':'" + id
                + "','amount':8000,'buy':true}", "bid " + id + " 80.00 --buy");
        assertThat(late.path("code").asText()).as(late.toString()).isEqualTo("BUY_NOW_OVER");
        assertThat(entrance.asked(house, "ann", "show", id).path("leader").asText())
                .isEqualTo("bob");
        var other = created(entrance, conditions, options);
        on(entrance, "ann", other, "bid", ",'amount':8000,'buy':true", "bid $ 80.00 --buy");
        soldTo(entrance, other, "ann", 8000);
    }

    @ParameterizedTest
    @EnumSource
    void sellsByRisingClock(Entrance entrance) {
        var id = created(entrance, "'format':'clock','start':10000,'step':1000,"
                + "'periodMillis':3600000,'confirm':'confirm','grace':1",
                "--format clock --start 100.00 --step 10.00 --period 1h --confirm confirm "
                        + "--grace 1");
        for (var bidder : new String[]{"ann", "bob", "cid", "dan"}) {
            on(entrance, bidder, id, "join");
        }
        on(entrance, "dan", id, "leave");
        on(entrance, "sue", id, "open");
        on(entrance, "ann", id, "confirm", ",'round':0", "confirm $ 0");
        assertThat(entrance.asked(house, "bob", "can-bid", id).path("op").asText())
                .isEqualTo("confirm");
        on(entrance, "cid", id, "withdraw", ",'round':0", "withdraw $ --round 0");
        assertThat(entrance.asked(house, "ann", "show", id).path("participants").toString())
                .isEqualTo("{\"ann\":true,\"bob\":true,\"cid\":false}");
        on(entrance, "bob", id, "withdraw");
        soldTo(entrance, id, "ann", 10000);
    }

    @ParameterizedTest
    @EnumSource
    void sellsByARisingClockOfTheSellersProgram(Entrance entrance) {
        var id = created(entrance, "'format':'clock','runBy':'seller','start':10000,'step':1000,"
                + "'periodMillis':3600000",
                "--format clock --run-by seller --start 100.00 --step 10.00 --period 1h");
        on(entrance, "ann", id, "join");
        on(entrance, "bob", id, "join");
        on(entrance, "sue", id, "open");
        on(entrance, "sue", id, "update",
                ",'round':1,'price':11000,'participants':{'ann':true,'bob':false},"
                        + "'finished':true,'winner':'ann'",
                "update $ --round 1 --price 110.00 --out bob --winner ann");
        soldTo(entrance, id, "ann", 11000);
    }

    @ParameterizedTest
    @EnumSource
    void sellsByFallingClock(Entrance entrance) {
        var id = created(entrance, "'format':'dutch','start':10000,'step':1000,'floor':5000,"
                + "'periodMillis':3600000,'quantity':3,'open':true",
                "--format dutch --start 100.00 --step 10.00 --floor 50.00 --period 1h "
                        + "--quantity 3 --open");
        var bought = on(entrance, "ann", id, "accept", ",'round':0,'quantity':2",
                "accept $ --round 0 --quantity 2");
        assertThat(bought.path("quantityLeft").asLong()).isOne();
        on(entrance, "bob", id, "bid", ",'amount':10000", "bid $ 100.00");
        var result = result(entrance, id);
        assertThat(result.path("awards").toString()).isEqualTo(
                "[{\"winner\":\"ann\",\"quantity\":2,\"price\":10000},"
                        + "{\"winner\":\"bob\",\"quantity\":1,\"price\":10000}]");
    }

    @ParameterizedTest
    @EnumSource
    void sellsBySealedBidsThatAreCommittedToAndRevealed(Entrance entrance) {
        var id = created(entrance, "'format':'sealed','start':100,'commit':true,"
                + "'revealMillis':8000,'durationMillis':3600000,'open':true",
                "--format sealed --start 1.00 --commit --reveal 8s --duration 1h --open");
        on(entrance, "ann", id, "commit",
                ",'hash':'" + new SecretBid(id, "ann", 12500, NONCE).hash() + "'",
                "commit $ 125.00 --nonce " + NONCE);
        on(entrance, "bob", id, "commit",
                ",'hash':'" + new SecretBid(id, "bob", 9900, NONCE).hash() + "'",
                "commit $ 99.00 --nonce " + NONCE);
        on(entrance, "sue", id, "close");
        assertThat(entrance.asked(house, "ann", "can-bid", id).path("op").asText())
                .isEqualTo("reveal");
        on(entrance, "ann", id, "reveal", ",'amount':12500,'nonce':'" + NONCE + "'",
                "reveal $ 125.00 --nonce " + NONCE);
        on(entrance, "bob", id, "reveal", ",'amount':9900,'nonce':'" + NONCE + "'",
                "reveal $ 99.00 --nonce " + NONCE);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> entrance.asked(house, "ann", "show", id).path("state").asText(),
                        "closed"::equals);
        soldTo(entrance, id, "ann", 12500);
    }

    @ParameterizedTest
    @EnumSource
    void sellsByVickreyAuction(Entrance entrance) {
        var id = created(entrance,
                "'format':'vickrey','start':100,'durationMillis':3600000,'open':true",
                "--format vickrey --start 1.00 --duration 1h --open");
        on(entrance, "ann", id, "bid", ",'amount':10000", "bid $ 100.00");
        on(entrance, "bob", id, "bid", ",'amount':8000", "bid $ 80.00");
        on(entrance, "cid", id, "bid", ",'amount':9000", "bid $ 90.00");
        on(entrance, "cid", id, "withdraw");
        on(entrance, "sue", id, "close");
        soldTo(entrance, id, "ann", 8000);
    }

    @ParameterizedTest
    @EnumSource
    void buysByReverseAuction(Entrance entrance) {
        var id = created(entrance, "'format':'reverse','start':90000,'increment':1000,"
                + "'durationMillis':3600000,'open':true",
                "--format reverse --start 900.00 --increment 10.00 --duration 1h --open");
        var first = on(entrance, "ann", id, "bid", ",'amount':80000,'max':60000",
                "bid $ 800.00 --max 600.00");
        assertThat(first.has("maximumNext")).isTrue();
        on(entrance, "bob", id, "bid", ",'amount':70000", "bid $ 700.00");
        on(entrance, "sue", id, "close");
        soldTo(entrance, id, "ann", 69000);
    }

    @ParameterizedTest
    @EnumSource
    void sellsManyAtOnePrice(Entrance entrance) {
        var id = created(entrance, "'format':'uniform','start':100,'quantity':10,"
                + "'margin':'proRata','durationMillis':3600000,'open':true",
                "--format uniform --start 1.00 --quantity 10 --margin proRata --duration 1h "
                        + "--open");
        on(entrance, "ann", id, "bid", ",'amount':900,'quantity':4", "bid $ 9.00 --quantity 4");
        on(entrance, "bob", id, "bid", ",'amount':800,'quantity':5,'allOrNothing':true",
                "bid $ 8.00 --quantity 5 --all-or-nothing");
        on(entrance, "cid", id, "bid", ",'amount':700,'quantity':3", "bid $ 7.00 --quantity 3");
        on(entrance, "sue", id, "close");
        assertThat(result(entrance, id).path("awards").toString()).isEqualTo(
                "[{\"winner\":\"ann\",\"quantity\":4,\"price\":700},"
                        + "{\"winner\":\"bob\",\"quantity\":5,\"price\":700},"
                        + "{\"winner\":\"cid\",\"quantity\":1,\"price\":700}]");
    }

    @ParameterizedTest
    @EnumSource
    void sellsManyEachAtTheOwnPrice(Entrance entrance) {
        var id = created(entrance, "'format':'yankee','start':100,'quantity':10,"
                + "'increment':50,'durationMillis':3600000,'open':true",
                "--format yankee --start 1.00 --quantity 10 --increment 0.50 --duration 1h "
                        + "--open");
        on(entrance, "ann", id, "bid", ",'amount':900,'quantity':4", "bid $ 9.00 --quantity 4");
        on(entrance, "bob", id, "bid", ",'amount':800,'quantity':5,'allOrNothing':true",
                "bid $ 8.00 --quantity 5 --all-or-none");
        on(entrance, "cid", id, "bid", ",'amount':700,'quantity':3", "bid $ 7.00 --quantity 3");
        on(entrance, "sue", id, "close");
        assertThat(result(entrance, id).path("awards").toString()).isEqualTo(
                "[{\"winner\":\"ann\",\"quantity\":4,\"price\":900},"
                        + "{\"winner\":\"bob\",\"quantity\":5,\"price\":800},"
                        + "{\"winner\":\"cid\",\"quantity\":1,\"price\":700}]");
    }

    @ParameterizedTest
    @EnumSource
    void runsTheCatalogueAndWhatElseThereIs(Entrance entrance) {
        ok(entrance, "ann", "{'op':'register','displayName':'Ann Lee'}",
                "register --display-name Ann_Lee");
        var item = ok(entrance, "sue", "{'op':'consign','name':'Oak table','price':12000}",
                "consign Oak_table --price 120").path("item").asText();
        var other = ok(entrance, "sue", "{'op':'consign','name':'Chair'}", "consign Chair")
                .path("item")
                .asText();
        ok(entrance, "sue", "{'op':'withdrawItem','item':'" + other + "'}",
                "withdraw --item " + other);
        var pending = "'reserve':90000,'belowReserve':'offer','open':true";
        var options = "--reserve 900 --below-reserve offer --open";
        for (var answer : new String[]{"refuse", "accept"}) {
            var id = created(entrance, pending + ",'item':'" + item + "'",
                    options + " --item " + item);
            on(entrance, "ann", id, "bid", ",'amount':500", "bid $ 5.00");
            on(entrance, "sue", id, "close");
            assertThat(result(entrance, id).path("result").asText()).isEqualTo("pending");
            on(entrance, "sue", id, answer + "Offer", "", answer + " $");
        }
        var id = created(entrance, "'open':true,'retractUntil':'2099-01-01T00:00:00.000Z'",
                "--open --retract-until 2099-01-01T00:00:00.000Z");
        on(entrance, "ann", id, "bid", ",'amount':500", "bid $ 5.00");
        on(entrance, "ann", id, "retract", ",'reason':'a typing error'",
                "retract $ --reason a_typing_error");
        on(entrance, "sue", id, "cancel");
        assertThat(result(entrance, id).path("state").asText()).isEqualTo("cancelled");
        TestHouse.json(house.get("/v1/items?all=true"))
                .path("items")
                .forEach(row -> isDescribed("Item", row));
    }

    /** Who starts an item of another runs nothing by that, and may bid like anybody. */
    @ParameterizedTest
    @EnumSource
    void sellsForItsSellerWhatAnotherStarts(Entrance entrance) {
        var item = ok(entrance, "sue",
                "{'op':'consign','name':'Lamp','price':1000,'anyoneMayStart':true}",
                "consign Lamp --price 10.00 --anyone-may-start").path("item").asText();
        var id = ok(entrance, "bob", "{'op':'create','name':'Lamp','item':'" + item
                + "','start':1000,'durationMillis':3600000,'open':true}",
                "start " + item + " --duration 1h").path("auction").asText();

        assertThat(entrance.asked(house, "zoe", "show", id).path("seller").asText())
                .isEqualTo("sue");
        refused(entrance, "sue", id, "SELF_BID", "bid", ",'amount':1000", "bid $ 10.00");
        refused(entrance, "bob", id, "NOT_OWNER", "close", "", "close $");
        refused(entrance, "bob", id, "NOT_OWNER", "cancel", "", "cancel $");
        on(entrance, "bob", id, "bid", ",'amount':1000", "bid $ 10.00");
        on(entrance, "sue", id, "close");
        soldTo(entrance, id, "bob", 1000);
    }

    private static void refused(Entrance entrance, String by, String auction, String code,
            String op, String more, String line) {
        var outcome = entrance.command(house, by,
                "{'op':'" + op + "','auction':'" + auction + "'" + more + "}",
                line.replace("$", auction));
        assertThat(outcome.path("code").asText()).as(by + " " + outcome).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource
    void refusesAFallingClockWithoutThePeriodOfItsRounds(Entrance entrance) {
        var outcome = entrance.command(house, "sue", "{'op':'create','name':'Tulips',"
                + "'format':'dutch','start':10000,'step':1000,'floor':5000,'open':true}",
                "create --name Tulips --format dutch --start 100.00 --step 10.00 --floor 50.00"
                        + " --open");

        assertThat(outcome.path("code").asText()).as(outcome.toString()).isEqualTo("BAD_COMMAND");
        assertThat(outcome.path("field").asText()).isEqualTo("periodMillis");
        assertThat(outcome.path("message").asText())
                .endsWith("It is missing: a clock needs the length of its rounds.");
    }

    @ParameterizedTest
    @EnumSource
    void triesWithoutDoing(Entrance entrance) {
        var id = created(entrance, "'start':1000,'proxy':'never','open':true",
                "--start 10.00 --proxy never --open");
        var tried = entrance.tried(house, "ann",
                "{'op':'bid','auction':'" + id + "','amount':1200}", "bid " + id + " 12.00");
        isDescribed("Outcome", tried);
        assertThat(tried.path("dryRun").asBoolean()).isTrue();
        assertThat(tried.path("leading").asBoolean()).as(tried.toString()).isTrue();
        assertThat(tried.path("price").asLong()).isEqualTo(1200);
        assertThat(entrance.asked(house, "ann", "show", id).path("bids").asLong()).isZero();
        assertThat(entrance.tried(house, "sue",
                "{'op':'bid','auction':'" + id + "','amount':1200}", "bid " + id + " 12.00")
                .path("code")
                .asText()).isEqualTo("SELF_BID");
        on(entrance, "sue", id, "cancel");
    }
}
