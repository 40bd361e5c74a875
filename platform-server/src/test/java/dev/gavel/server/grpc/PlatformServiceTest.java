package dev.gavel.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.server.TestHouse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** PPAPD's contract, row by row, over gRPC; names of users and auctions differ from test to test. */
class PlatformServiceTest {

    private static TestHouse house;
    private static PpapdClient ppapd;

    @BeforeAll
    static void open() {
        house = TestHouse.open();
        ppapd = new PpapdClient(List.of(house.server().address().clientPort()));
    }

    @AfterAll
    static void close() {
        ppapd.close();
        house.close();
    }

    @Test
    void logsInAgainFromAnotherAddressAndFindsAddresses() {
        yes(say("LOGIN", "username", "lea", "address", "10.0.0.1:40000"));
        yes(say("LOGIN", "username", "lea", "address", "10.0.0.2:40001"));
        assertThat(yes(say("GET_USER_ADDRESS", "username", "lea")).asText())
                .isEqualTo("10.0.0.2:40001");
        assertThat(no(say("GET_USER_ADDRESS", "username", "leo"))).contains("does not exist");
    }

    /** Anybody can join over another entrance; no seller may be kept from starting by that. */
    @Test
    void whoHasNoAddressOrNoneThatCanBeCalledIsAtOneThatNobodyAnswers() {
        login("sam", "una");
        var id = create("sam", "Mule");
        yes(say("BUYER_JOIN_AUCTION", "username", "una", "auction_id", id));
        for (var outsider : List.of("out", "off")) {
            assertThat(house.command(outsider, "{\"op\":\"join\",\"auction\":\"" + id + "\"}")
                    .path("code")
                    .asText()).isEqualTo("OK");
        }
        house.command("off", "{\"op\":\"register\",\"address\":\"nowhere at all\"}");
        for (var outsider : List.of("out", "off")) {
            assertThat(yes(say("GET_USER_ADDRESS", "username", outsider)).asText())
                    .isEqualTo("127.0.0.1:9");
        }
        yes(say("SELLER_START_AUCTION", "username", "sam", "auction_id", id));
    }

    @Test
    void playsAWholeAuction() {
        login("sue", "ann", "bob", "cid", "dan");
        var id = create("sue", "Horse");
        assertThat(no(say("SELLER_START_AUCTION", "username", "sue", "auction_id", id)))
                .contains("any buyer");
        for (var buyer : List.of("ann", "bob", "cid")) {
            yes(say("BUYER_JOIN_AUCTION", "username", buyer, "auction_id", id));
        }
        assertThat(yes(say("BUYER_JOIN_AUCTION", "username", "ann", "auction_id", id)).asText())
                .contains("already in");
        assertThat(no(say("BUYER_QUIT_AUCTION", "username", "dan", "auction_id", id)))
                .contains("not in");
        yes(say("BUYER_QUIT_AUCTION", "username", "cid", "auction_id", id));
        yes(say("BUYER_JOIN_AUCTION", "username", "cid", "auction_id", id));

        var before = seen("ann", id);
        assertThat(before).isEqualTo(object(id, "Horse", Map.of("ann", true, "bob", true, "cid",
                true), -1, 1000, -1, "", false, false));
        assertThat(seen("dan", id)).isEqualTo(outside(before));
        assertThat(no(say("SELLER_UPDATE_AUCTION", before.deepCopy().put("username", "sue"))))
                .contains("not started");

        var started = yes(say("SELLER_START_AUCTION", "username", "sue", "auction_id", id));
        assertThat(started).isEqualTo(object(id, "Horse", Map.of("ann", true, "bob", true, "cid",
                true), 0, 1000, -1, "", true, false));
        assertThat(yes(say("SELLER_START_AUCTION", "username", "sue", "auction_id", id)).asText())
                .contains("already started");
        assertThat(no(say("BUYER_JOIN_AUCTION", "username", "dan", "auction_id", id)))
                .contains("has started");
        assertThat(no(say("BUYER_QUIT_AUCTION", "username", "ann", "auction_id", id)))
                .contains("has started");

        var third = object(id, "Horse", Map.of("ann", true, "bob", false, "cid", true), 3, 1300,
                -1, "", true, false);
        yes(say("SELLER_UPDATE_AUCTION", third.deepCopy().put("username", "sue")));
        yes(say("SELLER_UPDATE_AUCTION", third.deepCopy().put("username", "sue")));
        assertThat(seen("bob", id)).isEqualTo(third);
        assertThat(seen("dan", id)).isEqualTo(outside(third));
        assertThat(no(say("SELLER_UPDATE_AUCTION", third.deepCopy().put("username", "ann"))))
                .contains("Only its seller");
        assertThat(no(say("SELLER_UPDATE_AUCTION",
                third.deepCopy()
                        .put("username", "sue")
                        .put("round_id", 2)
                        .put("current_price", 1200))))
                .contains("do not go back");

        var over = object(id, "Horse", Map.of("ann", true, "bob", false, "cid", false), 5, 1500,
                1500, "ann", true, true);
        assertThat(no(say("SELLER_FINISH_AUCTION", over.deepCopy().put("username", "cid"))))
                .contains("Only its seller");
        yes(say("SELLER_FINISH_AUCTION", over.deepCopy().put("username", "sue")));
        assertThat(yes(say("SELLER_FINISH_AUCTION", over.deepCopy().put("username", "sue")))
                .asText()).contains("already finished");
        assertThat(no(say("SELLER_UPDATE_AUCTION", over.deepCopy().put("username", "sue"))))
                .contains("finished");
        assertThat(no(say("SELLER_START_AUCTION", "username", "sue", "auction_id", id)))
                .contains("finished");
        assertThat(seen("cid", id)).isEqualTo(over);
        assertThat(seen("dan", id)).isEqualTo(outside(over));
        login("eve");
        assertThat(seen("eve", id).path("winner_username").asText()).isEqualTo("ann");
        assertThat(TestHouse.json(house.get("/v1/auctions/" + id)).path("hammerPrice").asLong())
                .isEqualTo(1500);
    }

    @Test
    void finishesBeforeTheStartWithoutAWinner() {
        login("tom", "fay");
        var id = create("tom", "Never");
        yes(say("BUYER_JOIN_AUCTION", "username", "fay", "auction_id", id));
        var never = object(id, "Never", Map.of("fay", true), -1, 1000, 1000, "", false, true)
                .put("seller_username", "tom");
        yes(say("SELLER_FINISH_AUCTION", never.deepCopy().put("username", "tom")));
        yes(say("SELLER_FINISH_AUCTION", never.deepCopy().put("username", "tom")));
        assertThat(seen("fay", id)).isEqualTo(never);
    }

    @Test
    void refusesAnExactRepeat() {
        login("ron");
        create("ron", "Same");
        assertThat(no(say("SELLER_CREATE_AUCTION", creation("ron", "Same"))))
                .contains("fully match");
        assertThat(no(say("SELLER_CREATE_AUCTION", creation("nobody here", "Same"))))
                .contains("does not exist");
    }

    /** Names that are none here: with spaces at the end, too long, or such as this house makes itself. */
    @ParameterizedTest
    @ValueSource(strings = {"Ann Smith", " Zed", "Zed ", "ppapd:7", "安娜", "<b>", "a'b\"c\\d"})
    void knowsItsUsersByAnyName(String name) {
        plays(name, "Lot of " + name);
    }

    @Test
    void refusesANameThatCannotBeToldFromThatOfAUser() {
        login("udo");
        assertThat(no(say("LOGIN", "username", "Udo", "address", "a:1"))).contains("user udo");
        assertThat(no(say("LOGIN", "username", " udo ", "address", "a:1"))).contains("user udo");
    }

    @Test
    void knowsUsersByVeryLongNames() {
        plays("x".repeat(500), "Long");
        assertThat(no(say("LOGIN", "username", "x".repeat(501), "address", "a:1")))
                .contains("username");
    }

    private static void plays(String name, String auction) {
        var seller = name.length() > 400 ? "sid" : "Seller of " + name.strip();
        login(name, seller);
        var id = create(seller, auction);
        yes(say("BUYER_JOIN_AUCTION", "username", name, "auction_id", id));
        var seen = seen(name, id);
        assertThat(seen.path("buyers").has(name)).isTrue();
        assertThat(seen.path("seller_username").asText()).isEqualTo(seller);
        yes(say("SELLER_START_AUCTION", "username", seller, "auction_id", id));
        yes(say("SELLER_FINISH_AUCTION", seen.deepCopy()
                .put("username", seller)
                .put("round_id", 1)
                .put("current_price", 1100)
                .put("winner_username", name)));
        assertThat(seen(name, id).path("winner_username").asText()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''", "'{'", "'[]'", "'null'", "7", "'{}'", "'{\"op\":7}'",
            "'{\"op\":\"DANCE\"}'", "'{\"op\":\"LOGIN\"}'",
            "'{\"op\":\"LOGIN\",\"username\":\"\"}'",
            "'{\"op\":\"LOGIN\",\"username\":7,\"address\":\"a:1\"}'",
            "'{\"op\":\"LOGIN\",\"username\":\"a\\u0000b\",\"address\":\"a:1\"}'",
            "'{\"op\":\"LOGIN\",\"username\":\"\\ud800\",\"address\":\"a:1\"}'",
            "'{\"op\":\"LOGIN\",\"username\":\"kim\"}'",
            "'{\"op\":\"LOGIN\",\"username\":\"kim\",\"address\":[]}'",
            "'{\"op\":\"BUYER_FETCH_AUCTIONS\",\"username\":\"nobody\"}'",
            "'{\"op\":\"SELLER_FETCH_AUCTIONS\"}'",
            "'{\"op\":\"BUYER_JOIN_AUCTION\",\"username\":\"nobody\",\"auction_id\":\"1\"}'",
            "'{\"op\":\"SELLER_CREATE_AUCTION\",\"base_price\":NaN}'",
            "'{\"op\":\"LOGIN\"} {\"op\":\"LOGIN\"}'"})
    void refusesWhatCannotBeAndGoesOn(String json) {
        var answer = ppapd.ask(0, json);
        assertThat(answer.getIsLeader()).isTrue();
        var told = TestHouse.json(answer.getJson());
        assertThat(told.path("success").asBoolean(true)).isFalse();
        assertThat(told.path("message").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"base_price,-1", "base_price,100000001", "base_price,0.5", "increment,0",
            "increment,10000001", "price_increment_period,99", "price_increment_period,100000001",
            "base_price,1e30", "increment,true"})
    void keepsTheLimitsOfNumbers(String field, String value) {
        login("max");
        var request = creation("max", "Limits of " + field + value);
        request.set(field, TestHouse.json(value));
        assertThat(no(say("SELLER_CREATE_AUCTION", request))).startsWith(field);
    }

    @Test
    void keepsTheLimitsOfTexts() {
        login("lou");
        for (var field : List.of("auction_name", "item_name")) {
            assertThat(no(say("SELLER_CREATE_AUCTION", creation("lou", "T").put(field, ""))))
                    .startsWith(field);
            assertThat(no(say("SELLER_CREATE_AUCTION",
                    creation("lou", "T").put(field, "x".repeat(501))))).startsWith(field);
        }
        assertThat(no(say("SELLER_CREATE_AUCTION",
                creation("lou", "T").put("item_description", "x".repeat(100_001)))))
                .startsWith("item_description");
        yes(say("SELLER_CREATE_AUCTION", creation("lou", "x".repeat(500))
                .put("item_name", "y".repeat(500))
                .put("item_description", "z".repeat(100_000))
                .put("base_price", 100_000_000)
                .put("increment", 10_000_000)
                .put("price_increment_period", 100_000_000)));
        yes(say("SELLER_CREATE_AUCTION", creation("lou", "Least")
                .put("item_description", "")
                .put("base_price", 0)
                .put("increment", 1)
                .put("price_increment_period", 100)));
    }

    @Test
    void leavesOtherAuctionsAlone() {
        login("ivy");
        var english = house.openAuction("ulf");
        assertThat(no(say("BUYER_JOIN_AUCTION", "username", "ivy", "auction_id", english)))
                .contains("not run by its seller");
        assertThat(no(say("BUYER_JOIN_AUCTION", "username", "ivy", "auction_id", "999")))
                .contains("does not exist");
        assertThat(no(say("BUYER_JOIN_AUCTION", "username", "ivy", "auction_id", "first")))
                .startsWith("auction_id");
        var ids = new TreeSet<String>();
        yes(say("BUYER_FETCH_AUCTIONS", "username", "ivy"))
                .forEach(auction -> ids.add(auction.path("auction_id").asText()));
        assertThat(ids).doesNotContain(english);
    }

    private static JsonNode say(String op, Object... fields) {
        return ppapd.say(op, fields);
    }

    private static JsonNode say(String op, ObjectNode fields) {
        return ppapd.say(fields.put("op", op).toString());
    }

    private static JsonNode yes(JsonNode answer) {
        assertThat(answer.path("success").asBoolean()).as(answer.toString()).isTrue();
        return answer.path("message");
    }

    private static String no(JsonNode answer) {
        assertThat(answer.path("success").asBoolean(true)).as(answer.toString()).isFalse();
        return answer.path("message").asText();
    }

    private static void login(String... users) {
        for (var user : users) {
            yes(say("LOGIN", "username", user, "address", "127.0.0.1:40000"));
        }
    }

    private static ObjectNode creation(String seller, String name) {
        return PpapdClient.request("SELLER_CREATE_AUCTION", "seller_username", seller,
                "auction_name", name, "item_name", "Item", "item_description", "Fine",
                "base_price", 1000, "increment", 100, "price_increment_period", 2000);
    }

    /** Its id. */
    private static String create(String seller, String name) {
        var said = yes(say("SELLER_CREATE_AUCTION", creation(seller, name))).asText();
        return said.split(" ", -1)[1];
    }

    private static ObjectNode seen(String user, String id) {
        for (var auction : yes(say("BUYER_FETCH_AUCTIONS", "username", user))) {
            if (auction.path("auction_id").asText().equals(id)) {
                return (ObjectNode) auction;
            }
        }
        throw new AssertionError("no auction " + id);
    }

    private static ObjectNode outside(ObjectNode whole) {
        return whole.deepCopy().without(List.of("buyers", "round_id", "current_price"));
    }

    private static ObjectNode object(String id, String name, Map<String, Boolean> buyers,
            int round, int price, int transaction, String winner, boolean started,
            boolean finished) {
        return PpapdClient.request("x", "auction_id", id, "auction_name", name, "seller_username",
                "sue", "item_name", "Item", "item_description", "Fine", "base_price", 1000,
                "increment", 100, "price_increment_period", 2000, "created", true, "started",
                started, "finished", finished, "winner_username", winner, "transaction_price",
                transaction, "buyers", buyers, "round_id", round, "current_price", price)
                .without("op");
    }
}
