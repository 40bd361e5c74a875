package dev.gavel.auction.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.auction.House;
import dev.gavel.auction.codec.StateCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The history shows what the house bid for a leader, and its last row carries the price. */
class HistoryTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final House house = new House();

    @Test
    void showsWhatTheHouseBidForTheLeaderAsARowOfItsOwn() throws Exception {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'increment':100,"
                + "'open':true,'retractUntil':'2030-01-02T00:00:00.000Z'}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':1000,'max':5000}");
        house.ok(2, "bob", "{'op':'bid','auction':'1','amount':1100,'max':3000}");
        assertThat(rows("zoe")).containsExactly("ann 1000", "bob 3000", "ann 3100 auto standing");
        assertThat(JSON.readTree(house.ask("zoe", "{'query':'auction','auction':'1'}"))
                .path("price")
                .asLong()).isEqualTo(3100);
        house.ok(3, "cid", "{'op':'bid','auction':'1','amount':5100,'max':9000}");
        assertThat(rows("zoe")).endsWith("ann 3100 auto", "cid 5100 standing");
        house.ok(4, "cid", "{'op':'retract','auction':'1','reason':'typing error'}");
        assertThat(rows("zoe")).containsExactly("ann 1000", "bob 3000", "ann 3100 auto standing",
                "cid 5100 retracted");
        house.ok(5, "ann", "{'op':'retract','auction':'1','reason':'typing error'}");
        assertThat(rows("zoe")).containsExactly("ann 1000 retracted", "bob 1000 standing",
                "cid 5100 retracted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"allowed", "always", "never"})
    void carriesThePriceWhereBothBidsOfTheLeaderAreLeft(String proxy) throws Exception {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'proxy':'" + proxy + "',"
                + "'open':true,'retractUntil':'2030-01-02T00:00:00.000Z'}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':1000}");
        house.ok(2, "bob", "{'op':'bid','auction':'1','amount':2000}");
        house.ok(3, "ann", "{'op':'bid','auction':'1','amount':3000}");
        house.ok(4, "bob", "{'op':'retract','auction':'1','reason':'typing error'}");
        var price = JSON.readTree(house.ask("zoe", "{'query':'auction','auction':'1'}"))
                .path("price")
                .asLong();
        assertThat(price).isEqualTo(proxy.equals("never") ? 3000 : 1000);
        assertThat(rows("zoe")).containsExactly("ann 1000", "bob "
                + (proxy.equals("always") ? 1001 : 2000) + " retracted",
                "ann " + price + " standing");
        assertThat(house.ask("ann", "{'query':'bids','auction':'1'}").contains("\"max\":3000"))
                .isEqualTo(!proxy.equals("never"));
    }

    /** Without bob's bid ann led already when she bid 30.00, so that this only set her maximum. */
    @ParameterizedTest
    @ValueSource(strings = {"english", "reverse"})
    void showsThePriceOfAPlainBidWhoseBidderLedAlreadyWithoutWhatWasTakenBack(String format)
            throws Exception {
        var isReverse = format.equals("reverse");
        house.ok(0, "sue", "{'op':'create','name':'Table','format':'" + format
                + "','start':3000,'open':true,'retractUntil':'2030-01-02T00:00:00.000Z'}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':3000}");
        house.ok(2, "bob", "{'op':'bid','auction':'1','amount':" + (isReverse ? 2000 : 4000)
                + "}");
        house.ok(3, "ann", "{'op':'bid','auction':'1','amount':" + (isReverse ? 1000 : 5000)
                + "}");
        house.ok(4, "bob", "{'op':'retract','auction':'1','reason':'a typing error'}");
        assertThat(rows("zoe")).containsExactly("ann 3000",
                "bob " + (isReverse ? 2000 : 4000) + " retracted", "ann 3000 standing");
        agrees(format);
        var own = page("ann", 10, Optional.empty()).path("bids").path(2);
        assertThat(own.path("max").asLong()).as("ann's own maximum in %s", own)
                .isEqualTo(isReverse ? 1000 : 5000);
    }

    @Test
    void tellsAMaximumToNobodyButItsBidder() {
        house.ok(0, "sue", "{'op':'create','name':'Table','start':1000,'increment':100,"
                + "'open':true}");
        house.ok(1, "ann", "{'op':'bid','auction':'1','amount':1000,'max':5000}");
        house.ok(2, "bob", "{'op':'bid','auction':'1','amount':2000}");
        for (var who : List.of("bob", "sue", "")) {
            assertThat(house.ask(who, "{'query':'bids','auction':'1'}")).as(who)
                    .contains("\"automatic\":true")
                    .doesNotContain("5000", "\"max\"");
        }
        assertThat(house.ask("ann", "{'query':'bids','auction':'1'}")).contains("\"max\":5000");
    }

    /** Against a history told from its beginning; also after a restart from a snapshot. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void tellsEachPageAsIfItHadBeenReadFromTheBeginning(long seed) throws Exception {
        var random = new Random(seed);
        house.ok(0, "sue", "{'op':'create','name':'Lot','open':true,"
                + "'retractUntil':'2030-01-02T00:00:00.000Z'," + conditions(random) + "}");
        for (var step = 1; step <= 120; step++) {
            var bidder = "b" + random.nextInt(5);
            if (random.nextInt(40) == 0) {
                house.at(step, bidder, "{'op':'retract','auction':'1','reason':'a typing error'}");
            } else {
                var most = house.auction(1).conditions().start() * 2;
                var amount = 1 + random.nextLong(most);
                var max = random.nextBoolean() ? ",'max':" + (1 + random.nextLong(most)) : "";
                var view = JSON.readTree(house.ask("", "{'query':'auction','auction':'1'}"));
                var next = view.has("minimumNext") ? view.path("minimumNext")
                        : view.path("maximumNext");
                house.at(step, bidder, "{'op':'bid','auction':'1','amount':"
                        + (random.nextInt(3) > 0 && next.asLong() > 0 ? next.asLong() : amount)
                        + max + "}");
            }
            if (step % 10 == 0) {
                agrees("seed " + seed + " step " + step);
            }
        }
        var bytes = new ByteArrayOutputStream();
        StateCodec.write(house.state(), bytes);
        var before = rows("zoe");
        house.become(StateCodec.read(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(rows("zoe")).isEqualTo(before);
        agrees("seed " + seed + " after a restart");
    }

    private static String conditions(Random random) {
        var isReverse = random.nextInt(3) == 0;
        var proxy = List.of("allowed", "always", "never").get(random.nextInt(3));
        var reserve = random.nextBoolean()
                ? ",'reserve':" + (isReverse ? 5_000 : 15_000) + ",'reserveMode':'"
                        + (random.nextBoolean() ? "jump" : "plain") + "'"
                : "";
        return "'format':'" + (isReverse ? "reverse" : "english") + "','start':10000,'increment':"
                + (random.nextBoolean() ? "50" : "[[0,10],[12000,100]]") + ",'grid':"
                + random.nextBoolean() + ",'proxy':'" + proxy + "'" + reserve;
    }

    private void agrees(String when) throws Exception {
        var whole = rows("zoe");
        var view = JSON.readTree(house.ask("zoe", "{'query':'auction','auction':'1'}"));
        var counted = whole.stream().filter(row -> !row.endsWith("retracted")).toList();
        if (view.has("leader")) {
            assertThat(counted.getLast()).as(when + " in " + whole)
                    .startsWith(view.path("leader").asText() + " " + view.path("price").asLong())
                    .endsWith("standing");
        }
        assertThat(counted.stream().filter(row -> row.endsWith("standing")).count()).as(when)
                .isEqualTo(view.has("leader") ? 1 : 0);
        for (var limit : new int[]{1, 2, 7}) {
            assertThat(paged(limit)).as(when + ", " + limit + " rows a page").isEqualTo(whole);
        }
    }

    private List<String> rows(String who) throws Exception {
        return texts(page(who, 1000, Optional.empty()));
    }

    private List<String> paged(int limit) throws Exception {
        var rows = new ArrayList<String>();
        var after = Optional.<String>empty();
        do {
            var page = page("zoe", limit, after);
            assertThat(page.path("bids").size()).isBetween(1, limit);
            rows.addAll(texts(page));
            after = page.has("next") ? Optional.of(page.path("next").asText()) : Optional.empty();
        } while (after.isPresent());
        return rows;
    }

    private JsonNode page(String who, int limit, Optional<String> after) throws Exception {
        return JSON.readTree(house.ask(who, "{'query':'bids','auction':'1','limit':" + limit
                + after.map(cursor -> ",'after':'" + cursor + "'").orElse("") + "}"));
    }

    private static List<String> texts(JsonNode page) {
        var rows = new ArrayList<String>();
        page.path("bids")
                .forEach(row -> rows.add(row.path("bidder").asText() + " "
                        + row.path("amount").asLong()
                        + (row.has("automatic") ? " auto" : "")
                        + (row.path("standing").asBoolean() ? " standing" : "")
                        + (row.has("retracted") ? " retracted" : "")));
        return rows;
    }
}
