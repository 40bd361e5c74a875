package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.client.SecretBid;
import dev.gavel.server.http.SseReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Random sales of each format in a real house: after every step the answer, what is kept under its key, the
 * view, the list, the history, the result, "why" and "may I" say the same to each who asks, and so do the
 * events.
 */
class OneTruthTest {

    private static final int SALES = 6;
    private static final int STEPS = 14;
    private static final List<String> BIDDERS = List.of("ann", "bob", "cid");
    private static final List<String> EVERYBODY = List.of("ann", "bob", "cid", "sue", "zoe");
    private static final String NONCE = "7".repeat(64);

    private static TestHouse house;
    private static Described described;

    @BeforeAll
    static void open() {
        house = TestHouse.open();
        described = new Described(house);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /** How a sale is held, at random. */
    enum Kind {
        ENGLISH, REVERSE, CLOCK, DUTCH, SEALED, VICKREY, COMMITTED, UNIFORM;

        String conditions(Random random) {
            var open = "'start':10000,'increment':"
                    + List.of("100", "{'percent':5}", "'ebay-uk'", "[[0,50],[12000,500]]")
                            .get(random.nextInt(4))
                    + ",'proxy':'" + List.of("never", "allowed", "always").get(random.nextInt(3))
                    + "','grid':" + random.nextBoolean()
                    + (random.nextBoolean() ? ",'retractUntil':'2099-01-01T00:00:00.000Z'" : "")
                    + (random.nextBoolean()
                            ? ",'durationMillis':3600000,'softClose':{'windowMillis':3600000,"
                                    + "'trigger':'accepted'}"
                            : "");
            var mode = ",'reserveMode':'" + (random.nextBoolean() ? "jump" : "plain")
                    + "','belowReserve':'" + (random.nextBoolean() ? "offer" : "unsold") + "'";
            var visibility = random.nextInt(3) == 0 ? ",'visibility':'participants'" : "";
            return switch (this) {
                case ENGLISH -> "'format':'english'," + open + visibility
                        + (random.nextBoolean() ? ",'reserve':14000" + mode : "")
                        + (random.nextBoolean() ? ",'buyNow':20000" : "");
                case REVERSE -> "'format':'reverse'," + open + visibility
                        + (random.nextBoolean() ? ",'reserve':6000" + mode : "")
                        + (random.nextBoolean() ? ",'buyNow':3000" : "");
                case CLOCK -> "'format':'clock','start':10000,'step':500,'periodMillis':3600000,"
                        + "'confirm':'" + (random.nextBoolean() ? "confirm" : "stay") + "'"
                        + (random.nextBoolean() ? ",'visibility':'public'" : "");
                case DUTCH -> "'format':'dutch','start':10000,'step':500,'periodMillis':3600000,"
                        + "'quantity':" + (1 + random.nextInt(4)) + visibility;
                case SEALED -> "'format':'sealed','start':5000" + visibility
                        + (random.nextBoolean() ? ",'reserve':9000,'belowReserve':'offer'" : "");
                case VICKREY -> "'format':'vickrey','start':5000" + visibility;
                case COMMITTED -> "'format':'sealed','start':5000,'commit':true,"
                        + "'revealMillis':3600000" + visibility;
                case UNIFORM -> "'format':'uniform','start':5000,'quantity':7,'margin':'"
                        + (random.nextBoolean() ? "proRata" : "partial") + "'" + visibility;
            };
        }

        boolean isOpenOutcry() {
            return this == ENGLISH || this == REVERSE;
        }
    }

    @ParameterizedTest
    @EnumSource
    void isToldThroughEveryEntrance(Kind kind) {
        var seed = Long.getLong("truth.seed", System.nanoTime());
        System.out.println("OneTruthTest " + kind + " -Dtruth.seed=" + seed);
        for (var sale = 0; sale < SALES; sale++) {
            new Sale(kind, new Random(seed + sale), kind + " seed " + seed + " sale " + sale)
                    .play();
        }
    }

    /** One sale, and what was seen of it. */
    private static final class Sale {

        private final Kind kind;
        private final Random random;
        private final Map<Long, JsonNode> accepted = new HashMap<>();
        private final String id;
        private String when;

        Sale(Kind kind, Random random, String name) {
            this.kind = kind;
            this.random = random;
            this.when = name;
            id = said("sue", "{'op':'create','name':'A lot'," + kind.conditions(random) + "}")
                    .path("auction")
                    .asText();
            assertThat(id).as(name).isNotEmpty();
        }

        void play() {
            var name = when;
            agree();
            for (var bidder : BIDDERS) {
                if (kind == Kind.CLOCK || random.nextInt(3) == 0) {
                    said(bidder, on("join", ""));
                }
            }
            said("sue", on("open", ""));
            agree();
            for (var step = 0; step < STEPS; step++) {
                when = name + " step " + step;
                step(BIDDERS.get(random.nextInt(BIDDERS.size())));
                agree();
            }
            said("sue", on("close", ""));
            agree();
            if (kind == Kind.COMMITTED) {
                for (var bidder : BIDDERS) {
                    said(bidder, on("reveal", ",'amount':" + secretOf(bidder) + ",'nonce':'"
                            + NONCE + "'"));
                    agree();
                }
                said("sue", on("close", ""));
                agree();
            }
            eventsAgree();
        }

        private void step(String bidder) {
            switch (kind) {
                case ENGLISH, REVERSE -> openBid(bidder);
                case CLOCK -> said(bidder, random.nextInt(4) == 0 ? on("withdraw", "")
                        : on("confirm", ",'round':0"));
                case DUTCH -> said(bidder, on("accept", ",'round':0,'quantity':"
                        + (1 + random.nextInt(2))));
                case SEALED, VICKREY -> said(bidder, random.nextInt(6) == 0 ? on("withdraw", "")
                        : on("bid", ",'amount':" + (4_000 + random.nextInt(9_000))));
                case UNIFORM -> said(bidder, on("bid", ",'amount':" + (4_000
                        + 100 * random.nextInt(50)) + ",'quantity':" + (1 + random.nextInt(5))));
                case COMMITTED -> said(bidder, on("commit", ",'hash':'" + new SecretBid(id, bidder,
                        secretOf(bidder), NONCE).hash() + "'"));
            }
        }

        private static long secretOf(String bidder) {
            return 5_000 + 1_000L * BIDDERS.indexOf(bidder);
        }

        private void openBid(String bidder) {
            if (random.nextInt(12) == 0) {
                said(bidder, on("retract", ",'reason':'a typing error'"));
                return;
            }
            var may = get(bidder, "/can-bid");
            var bound = may.has("minimumNext") ? may.path("minimumNext").asLong()
                    : may.path("maximumNext").asLong(10_000);
            var better = kind == Kind.ENGLISH ? random.nextInt(3_000) : -random.nextInt(2_000);
            var amount = Math.max(1, bound + (random.nextInt(3) == 0 ? better : 0));
            var max = random.nextBoolean() ? ",'max':" + Math.max(1, amount + better) : "";
            said(bidder, on("bid", ",'amount':" + amount + max));
        }

        private String on(String op, String more) {
            return "{'op':'" + op + "','auction':'" + id + "'" + more + "}";
        }

        /** Says it, and checks the answer against what is then to be seen. */
        private JsonNode said(String by, String command) {
            var key = "key-" + random.nextLong(Long.MAX_VALUE);
            var outcome = TestHouse.json(house.post("/v1/commands", command.replace('\'', '"'),
                    "Gavel-User", by, "Idempotency-Key", key));
            when = when.replaceAll(" after .*", "") + " after " + by + ": " + command + " -> "
                    + outcome;
            described.schema("Outcome", outcome);
            assertThat(TestHouse.json(house.get("/v1/requests/" + key, "Gavel-User", by)))
                    .as(when)
                    .isEqualTo(outcome);
            if (kind.isOpenOutcry() && outcome.path("status").asText().equals("success")
                    && command.contains("'op':'bid'")) {
                accepted(by, outcome);
            }
            return outcome;
        }

        /** The answer to a bid, against view and history. */
        private void accepted(String by, JsonNode outcome) {
            accepted.put(outcome.path("index").asLong(), outcome);
            var view = get(by, "");
            assertThat(view.path("price")).as(when).isEqualTo(outcome.path("price"));
            var leads = (view.has("winner") ? view.path("winner") : view.path("leader")).asText()
                    .equals(by);
            assertThat(leads).as(when).isEqualTo(outcome.path("leading").asBoolean());
            for (var bound : List.of("minimumNext", "maximumNext")) {
                assertThat(view.path(bound)).as(when).isEqualTo(outcome.path(bound));
            }
            if (leads && outcome.has("yourMaximum")) {
                assertThat(view.path("yourMaximum")).as(when)
                        .isEqualTo(outcome.path("yourMaximum"));
            }
            var rows = new ArrayList<JsonNode>();
            get(by, "/bids").path("bids").forEach(row -> {
                if (row.path("index").equals(outcome.path("index"))) {
                    rows.add(row);
                }
            });
            var amount = outcome.has("amount") ? outcome.path("amount") : outcome.path("price");
            assertThat(rows.getFirst().path("bidder").asText()).as(when).isEqualTo(by);
            assertThat(rows.getFirst().path("amount")).as(when + rows).isEqualTo(amount);
            assertThat(rows.getFirst().path("max")).as(when + rows)
                    .isEqualTo(outcome.path("yourMaximum"));
            assertThat(rows.size()).as(when + rows).isEqualTo(outcome.has("automatic") ? 2 : 1);
            if (outcome.has("automatic")) {
                assertThat(rows.get(1).path("bidder")).isEqualTo(
                        outcome.at("/automatic/bidder"));
                assertThat(rows.get(1).path("amount")).isEqualTo(
                        outcome.at("/automatic/amount"));
                assertThat(rows.get(1).path("automatic").asBoolean()).isTrue();
            }
            assertThat(rows.getLast().path("standing").asBoolean()).as(when + rows).isTrue();
        }

        /** All that can be asked, by everybody. */
        private void agree() {
            for (var who : EVERYBODY) {
                var view = get(who, "");
                assertThat(stripped(get(who, "/result"))).as(when).isEqualTo(stripped(view));
                listAgrees(who, view);
                historyAgrees(who, view);
                var why = get(who, "/explain");
                assertThat(why.path("state")).as(when).isEqualTo(view.path("state"));
                assertThat(why.path("price")).as(when).isEqualTo(view.path("price"));
                explainAgrees(who, why, view);
                if (!who.equals("sue")) {
                    mayAgrees(who, view);
                }
            }
        }

        private void listAgrees(String who, JsonNode view) {
            var found = TestHouse
                    .json(house.get("/v1/auctions?after=" + (Long.parseLong(id) - 1) + "&limit=1",
                            "Gavel-User", who));
            described.answer("/v1/auctions", found);
            assertThat(stripped(found.path("auctions").path(0))).as(when).isEqualTo(stripped(view));
        }

        private void historyAgrees(String who, JsonNode view) {
            var rows = get(who, "/bids").path("bids");
            if (!view.has("bids")) {
                assertThat(rows).as(when).isEmpty();
                return;
            }
            var bids = 0;
            JsonNode last = null;
            var standing = new ArrayList<JsonNode>();
            for (var row : rows) {
                bids += row.has("automatic") ? 0 : 1;
                last = row.has("retracted") ? last : row;
                if (row.path("standing").asBoolean()) {
                    standing.add(row);
                }
                assertThat(row.has("max") && !row.path("bidder").asText().equals(who)).as(when)
                        .isFalse();
            }
            assertThat(bids).as(when).isEqualTo(view.path("bids").asInt());
            if (!kind.isOpenOutcry()) {
                return;
            }
            var leader = view.has("winner") ? view.path("winner") : view.path("leader");
            if (leader.isMissingNode()) {
                assertThat(standing).as(when).isEmpty();
                return;
            }
            var newest = Objects.requireNonNull(last, when + rows);
            assertThat(standing).as(when + rows).containsExactly(newest);
            assertThat(newest.path("bidder")).as(when + rows).isEqualTo(leader);
            var price = view.has("hammerPrice") ? view.path("hammerPrice") : view.path("price");
            assertThat(newest.path("amount")).as(when + rows).isEqualTo(price);
        }

        /** Who won for how much is told to all who see it in the view. */
        private void explainAgrees(String who, JsonNode why, JsonNode view) {
            var names = why.path("told").findValuesAsText("user");
            var amounts = why.path("told").findValuesAsText("money");
            if (view.has("winner")) {
                assertThat(names).as(when + why).contains(view.path("winner").asText());
                assertThat(amounts).as(when + why).contains(view.path("hammerPrice").asText());
            }
            view.path("awards").forEach(award -> {
                assertThat(names).as(when + why).contains(award.path("winner").asText());
                assertThat(amounts).as(when + why).contains(award.path("price").asText());
            });
            if (view.has("leader") && view.path("state").asText().equals("open")) {
                assertThat(names.contains(view.path("leader").asText())
                        || view.path("leader").asText().equals(who)).as(when + why).isTrue();
            }
            assertThat(why.path("sentences").size()).isEqualTo(why.path("told").size());
        }

        private void mayAgrees(String who, JsonNode view) {
            var may = get(who, "/can-bid");
            var isOver = !view.path("state").asText().equals("open");
            if (isOver) {
                assertThat(may.path("canBid").asBoolean()).as(when + may).isFalse();
            }
            var op = may.path("op").asText();
            var bound = may.has("minimumNext") ? may.path("minimumNext") : may.path("maximumNext");
            if (kind.isOpenOutcry() && !bound.isMissingNode()) {
                var shown = view.has("minimumNext") ? view.path("minimumNext")
                        : view.path("maximumNext");
                // what a bidder took back may bind them to more
                assertThat(kind == Kind.ENGLISH ? shown.asLong() - bound.asLong()
                        : bound.asLong() - shown.asLong()).as(when + may).isNotPositive();
            }
            if (op.equals("bid") && !bound.isMissingNode()) {
                var tried = tried(who, on("bid", ",'amount':" + bound.asLong()));
                assertThat(tried.path("status").asText()).as(when + may + tried)
                        .isEqualTo("success");
            }
            if (op.equals("accept") && may.has("round")) {
                var tried = tried(who, on("accept", ",'round':" + may.path("round").asLong()));
                assertThat(tried.path("status").asText()).as(when + may + tried)
                        .isEqualTo("success");
            }
            if (!may.path("canBid").asBoolean()) {
                for (var amount : new long[]{1, 9_999, 10_000, 1_000_000_000_000_000L}) {
                    var tried = tried(who, on("bid", ",'amount':" + amount));
                    assertThat(tried.path("status").asText()).as(when + may + tried)
                            .isEqualTo("fail");
                }
            }
        }

        private static JsonNode tried(String who, String command) {
            var tried = TestHouse.json(house.post("/v1/commands?dryRun=true",
                    command.replace('\'', '"'), "Gavel-User", who));
            described.schema("Outcome", tried);
            return tried;
        }

        /** What was told as it happened, against the answers of then. */
        private void eventsAgree() {
            if (accepted.isEmpty()) {
                return;
            }
            try (var stream = SseReader.open(house, "/v1/events?after=0.0&auction=" + id,
                    "Gavel-User", "sue")) {
                stream.awaitOfType("bidAccepted", accepted.size()).forEach(event -> {
                    var told = event.json();
                    described.schema("Event", told);
                    var index = indexOf(told.path("position").asText());
                    var answer = Objects.requireNonNull(accepted.get(index),
                            "an answer at " + index);
                    assertThat(told.path("price")).as(when + told).isEqualTo(answer.path("price"));
                    assertThat(told.path("automatic")).as(when + told)
                            .isEqualTo(answer.path("automatic"));
                    assertThat(told.path("amount")).as(when + told)
                            .isEqualTo(
                                    answer.has("amount") ? answer.path("amount")
                                            : answer.path("price"));
                    assertThat(told.path("leader").asText().equals(told.path("bidder").asText()))
                            .as(when + told)
                            .isEqualTo(answer.path("leading").asBoolean());
                });
            }
        }

        private static long indexOf(String position) {
            return Long.parseLong(position, 0, position.indexOf('.'), 10);
        }

        private JsonNode get(String who, String what) {
            var answer = TestHouse
                    .json(house.get("/v1/auctions/" + id + what, "Gavel-User", who));
            described.answer("/v1/auctions/{auction}" + what, answer);
            return answer;
        }

        /** Without what changes while one asks. */
        private static JsonNode stripped(JsonNode view) {
            var fields = ((ObjectNode) view).deepCopy();
            fields.remove(List.of("remainingMillis", "index", "message"));
            return fields;
        }
    }
}
