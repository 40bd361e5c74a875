package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.client.SecretBid;
import dev.gavel.server.config.Limits;
import dev.gavel.server.http.SseReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random sales of each format in a real house, while time passes, prices rise and fall, and pauses come between:
 * after every step the answer, what is kept under its key, the view, the list, the history, the result, "why" and
 * "may I" say the same to each who asks. At the end all of them agree with the answers on who won for how much,
 * and so does all that each was told as it happened, which is no more than what they see when they look.
 */
@Tag("slow")
class OneTruthTest {

    /** {@code -Dtruth.sales=100} plays as many of each kind, {@code -Dtruth.seed} those of another run. */
    private static final int SALES = Integer.getInteger("truth.sales", 4);
    private static final int STEPS = 10;
    /** Shorter than what counts as an outage, which would void rounds. */
    private static final int MOST_MILLIS_AT_ONCE = 1_900;
    /** After so many moments every sale is over, and all that was to be opened is. */
    private static final int PATIENCE = 30;
    private static final List<String> BIDDERS = List.of("ann", "bob", "cid");
    private static final List<String> EVERYBODY = List.of("ann", "bob", "cid", "sue", "zoe");
    private static final String NONCE = "7".repeat(64);

    private static final HandClock CLOCK = new HandClock();

    private static TestHouse house;
    private static Described described;

    @BeforeAll
    static void open() {
        house = TestHouse.open(Limits.defaults(), CLOCK);
        described = new Described(house);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /** How a sale is held, at random. */
    enum Kind {
        ENGLISH, REVERSE, CLOCK, DUTCH, SEALED, VICKREY, COMMITTED, UNIFORM, YANKEE;

        String conditions(Random random) {
            var open = "'start':10000,'increment':"
                    + List.of("100", "{'percent':5}", "'ebay-uk'", "[[0,50],[12000,500]]")
                            .get(random.nextInt(4))
                    + ",'proxy':'" + List.of("never", "allowed", "always").get(random.nextInt(3))
                    + "','grid':" + random.nextBoolean()
                    + (random.nextBoolean() ? ",'retractUntil':'2099-01-01T00:00:00.000Z'" : "")
                    + (random.nextBoolean()
                            ? ",'durationMillis':12000,'softClose':{'windowMillis':9000,"
                                    + "'trigger':'accepted','maxExtensions':2}"
                            : "");
            var mode = ",'reserveMode':'" + (random.nextBoolean() ? "jump" : "plain")
                    + "','belowReserve':'" + (random.nextBoolean() ? "offer" : "unsold") + "'";
            var ends = random.nextInt(3) == 0 ? ",'durationMillis':12000" : "";
            var visibility = random.nextInt(3) == 0 ? ",'visibility':'participants'" : "";
            return switch (this) {
                case ENGLISH -> "'format':'english'," + open + visibility
                        + (random.nextBoolean() ? ",'reserve':14000" + mode : "")
                        + (random.nextBoolean() ? ",'buyNow':20000" : "");
                case REVERSE -> "'format':'reverse'," + open + visibility
                        + (random.nextBoolean() ? ",'reserve':6000" + mode : "")
                        + (random.nextBoolean() ? ",'buyNow':3000" : "");
                case CLOCK -> "'format':'clock','start':10000,'step':500,'periodMillis':2500,"
                        + (random.nextBoolean() ? "'confirm':'confirm','grace':" + random.nextInt(3)
                                : "'confirm':'stay'")
                        + (random.nextBoolean() ? ",'visibility':'public'" : "");
                case DUTCH -> "'format':'dutch','start':10000,'step':500,'periodMillis':1500,"
                        + "'floor':7600,'quantity':" + (1 + random.nextInt(6)) + visibility;
                case SEALED -> "'format':'sealed','start':5000" + ends + visibility
                        + (random.nextBoolean() ? ",'reserve':9000,'belowReserve':'offer'" : "");
                case VICKREY -> "'format':'vickrey','start':5000" + ends + visibility;
                case COMMITTED -> "'format':'sealed','start':5000,'commit':true,"
                        + "'revealMillis':9000" + ends + visibility;
                case UNIFORM -> "'format':'uniform','start':5000,'quantity':7,'margin':'"
                        + (random.nextBoolean() ? "proRata" : "partial") + "'" + ends + visibility;
                case YANKEE -> "'format':'yankee','start':5000,'quantity':"
                        + (1 + random.nextInt(7)) + ",'increment':"
                        + List.of("100", "{'percent':5}").get(random.nextInt(2)) + visibility
                        + (random.nextBoolean()
                                ? ",'durationMillis':12000,'softClose':{'windowMillis':9000,"
                                        + "'maxExtensions':2}"
                                : ends);
            };
        }

        boolean isOpenOutcry() {
            return this == ENGLISH || this == REVERSE;
        }

        boolean isSecret() {
            return EnumSet.of(SEALED, VICKREY, COMMITTED, UNIFORM).contains(this);
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
        private final Receipts receipts = new Receipts();
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
                if (random.nextInt(2) == 0) {
                    pass(1 + random.nextInt(MOST_MILLIS_AT_ONCE));
                    agree();
                }
            }
            end(name);
            offerAgrees();
            resultAgrees();
            EVERYBODY.forEach(this::eventsAgree);
        }

        /** By its seller, or by the clock. */
        private void end(String name) {
            when = name + " ends";
            var closesAfter = random.nextInt(8);
            var hasAsked = new HashSet<String>();
            for (var waited = 0; waited < PATIENCE && !isOver(); waited++) {
                if (get("sue", "").path("stage").asText().equals("reveal")) {
                    var bidder = BIDDERS.get(random.nextInt(BIDDERS.size()));
                    if (hasAsked.add(bidder) && random.nextInt(4) > 0) {
                        said(bidder, reveal(bidder));
                        agree();
                    }
                } else if (waited == closesAfter) {
                    said("sue", on("close", ""));
                    agree();
                }
                pass(MOST_MILLIS_AT_ONCE);
            }
            agree();
            assertThat(isOver()).as(when).isTrue();
        }

        private boolean isOver() {
            return get("sue", "").path("state").asText().equals("closed");
        }

        /** The time of the house goes on, by an entry that has nothing to do with this sale. */
        private void pass(long millis) {
            CLOCK.pass(millis);
            when += ", " + millis + " ms on";
            assertThat(house.command("tim", "{\"op\":\"register\"}").path("status").asText())
                    .isEqualTo("success");
        }

        private String reveal(String bidder) {
            return on("reveal", ",'amount':" + secretOf(bidder) + ",'nonce':'" + NONCE + "'");
        }

        private void step(String bidder) {
            if (random.nextInt(14) == 0) {
                said("sue", on("pause", ""));
                agree();
                pass(1 + random.nextInt(MOST_MILLIS_AT_ONCE));
                agree();
                said("sue", on("resume", ""));
                return;
            }
            var round = get(bidder, "").path("round").asLong(0);
            switch (kind) {
                case ENGLISH, REVERSE -> openBid(bidder);
                case CLOCK -> said(bidder, random.nextInt(8) == 0 ? on("withdraw", "")
                        : on("confirm", ",'round':" + round));
                case DUTCH -> {
                    if (random.nextInt(3) == 0) {
                        said(bidder, on("accept", ",'round':" + round + ",'quantity':"
                                + (1 + random.nextInt(2))));
                    }
                }
                case SEALED, VICKREY -> said(bidder, random.nextInt(6) == 0 ? on("withdraw", "")
                        : on("bid", ",'amount':" + (4_000 + random.nextInt(9_000))));
                case UNIFORM -> said(bidder, on("bid", ",'amount':" + (4_000
                        + 100 * random.nextInt(50)) + ",'quantity':" + (1 + random.nextInt(5))));
                case YANKEE -> unitsBid(bidder);
                case COMMITTED -> said(bidder, random.nextInt(6) == 0 ? on("withdraw", "")
                        : on("commit", ",'hash':'" + new SecretBid(id, bidder, secretOf(bidder),
                                NONCE).hash() + "'"));
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

        private void unitsBid(String bidder) {
            var may = get(bidder, "/can-bid");
            var outcome = said(bidder, on("bid", ",'amount':"
                    + (may.path("minimumNext").asLong(5_000) + 100L * (random.nextInt(5) - 1))
                    + ",'quantity':" + (may.path("quantity").asLong(1) + random.nextInt(3))
                    + (random.nextInt(3) == 0 ? ",'allOrNothing':true" : "")));
            if (!outcome.path("status").asText().equals("success")) {
                return;
            }
            accepted.put(outcome.path("index").asLong(), outcome);
            var view = get(bidder, "");
            assertThat(outcome.path("leading").asBoolean()).as(when).isTrue();
            assertThat(view.path("yourStandingQuantity").asLong()).as(when + view).isPositive();
            for (var field : List.of("price", "minimumNext", "endsAt")) {
                assertThat(view.path(field)).as(when + view).isEqualTo(outcome.path(field));
            }
        }

        /** The rows that stand are of those who would get units, or have them, each at the own price. */
        private void standingUnitsAgree(JsonNode rows, JsonNode view) {
            var standing = new TreeMap<String, Long>();
            for (var row : rows) {
                if (row.path("standing").asBoolean()) {
                    standing.put(row.path("bidder").asText(), row.path("amount").asLong());
                }
            }
            var awarded = new TreeMap<String, Long>();
            var units = 0L;
            for (var award : view.path(view.has("awards") ? "awards" : "standingAwards")) {
                awarded.put(award.path("winner").asText(), award.path("price").asLong());
                units += award.path("quantity").asLong();
            }
            assertThat(standing).as(when + rows + view).isEqualTo(awarded);
            assertThat(units).as(when + view)
                    .isLessThanOrEqualTo(view.path("quantity").asLong());
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
            if (outcome.path("status").asText().equals("success")) {
                receipts.add(by, TestHouse.json(command.replace('\'', '"')), outcome);
            }
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
            if (kind == Kind.YANKEE) {
                standingUnitsAgree(rows, view);
            }
            if (!kind.isOpenOutcry()) {
                return;
            }
            JsonNode own = null;
            for (var row : rows) {
                own = row.has("retracted") || row.has("automatic")
                        || !row.path("bidder").asText().equals(who) ? own : row;
            }
            assertThat(view.has("yourBid")).as(when + who + rows).isEqualTo(own != null);
            if (own != null) {
                assertThat(view.path("yourBid")).as(when + who + rows)
                        .isEqualTo(own.has("max") ? own.path("max") : own.path("amount"));
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
                assertThat(!view.has("hammerPrice")
                        || amounts.contains(view.path("hammerPrice").asText())).as(when + why)
                        .isTrue();
            }
            var units = kind == Kind.YANKEE && !view.has("awards") ? "standingAwards" : "awards";
            view.path(units).forEach(award -> {
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
                var retracted = view.path("yourRetracted").asLong(shown.asLong());
                assertThat(bound.asLong()).as(when + may + view)
                        .isEqualTo(kind == Kind.ENGLISH ? Math.max(shown.asLong(), retracted)
                                : Math.min(shown.asLong(), retracted));
            }
            if (op.equals("bid") && !bound.isMissingNode()) {
                var units = may.has("quantity") ? ",'quantity':" + may.path("quantity") : "";
                var tried = tried(who, on("bid", ",'amount':" + bound.asLong() + units));
                assertThat(tried.path("status").asText()).as(when + may + tried)
                        .isEqualTo("success");
            }
            if (List.of("accept", "confirm", "withdraw").contains(op) && may.has("round")) {
                assertThat(may.path("round")).as(when + may).isEqualTo(view.path("round"));
                var tried = tried(who, on(op, ",'round':" + may.path("round").asLong()));
                assertThat(tried.path("status").asText()).as(when + may + tried)
                        .isEqualTo("success");
                if (op.equals("accept")) {
                    assertThat(tried.path("price")).as(when + may + tried)
                            .isEqualTo(view.path("price"));
                    assertThat(bound).as(when + may).isEqualTo(view.path("price"));
                }
            }
            if (op.equals("reveal")) {
                var tried = tried(who, reveal(who));
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

        /** A best bid below the reserve is the seller's to take or to refuse, or lapses. */
        private void offerAgrees() {
            var view = get("sue", "");
            if (!view.path("result").asText().equals("pending")) {
                return;
            }
            var takes = random.nextBoolean();
            said("sue", on(takes ? "acceptOffer" : "refuseOffer", ""));
            agree();
            var settled = get("sue", "");
            assertThat(settled.path("result").asText()).as(when)
                    .isEqualTo(takes ? "sold" : "unsold");
            if (takes) {
                assertThat(settled.path("winner")).as(when).isEqualTo(view.path("leader"));
                assertThat(settled.path("hammerPrice")).as(when).isEqualTo(view.path("price"));
            }
        }

        /** Everybody is told the same end, and it is what follows from what each was answered. */
        private void resultAgrees() {
            var view = get("sue", "");
            for (var who : EVERYBODY) {
                var seen = get(who, "");
                for (var field : List.of("state", "result", "winner", "hammerPrice", "awards",
                        "endsAt")) {
                    assertThat(seen.path(field)).as(when + " " + who + " " + field)
                            .isEqualTo(view.path(field));
                }
            }
            switch (kind) {
                case ENGLISH, REVERSE, YANKEE -> {
                    // judged after each step
                }
                case DUTCH -> unitsAgree(view);
                case CLOCK -> lastOneInAgrees(view);
                case UNIFORM -> sharesAgree(view);
                case SEALED, VICKREY, COMMITTED -> bestSecretAgrees(view);
            }
        }

        /** Everybody who was told that they bought has bought, each at the price they were told. */
        private void unitsAgree(JsonNode view) {
            var bought = new ArrayList<String>();
            var units = 0L;
            for (var one : receipts.of("accept")) {
                var told = one.outcome();
                var quantity = one.command().path("quantity").asLong();
                units += quantity;
                assertThat(told.path("quantity").asLong()).as(when).isEqualTo(quantity);
                bought.add(one.by() + " " + quantity + " " + told.path("price"));
            }
            var all = view.path("quantity").asLong(1);
            assertThat(units).as(when).isLessThanOrEqualTo(all);
            var awarded = new ArrayList<String>();
            view.path("awards")
                    .forEach(each -> awarded.add(each.path("winner").asText() + " "
                            + each.path("quantity") + " " + each.path("price")));
            if (all == 1 && !bought.isEmpty()) {
                awarded.add(view.path("winner").asText() + " 1 " + view.path("hammerPrice"));
            }
            assertThat(awarded).as(when).isEqualTo(bought);
            assertThat(view.path("result").asText()).as(when)
                    .isEqualTo(bought.isEmpty() ? "unsold" : "sold");
            var rows = new ArrayList<String>();
            get("sue", "/bids").path("bids")
                    .forEach(row -> rows.add(row.path("bidder").asText() + " "
                            + row.path("quantity").asLong(1) + " " + row.path("amount")));
            assertThat(rows).as(when).isEqualTo(bought);
        }

        private void lastOneInAgrees(JsonNode view) {
            if (!view.path("result").asText().equals("sold")) {
                return;
            }
            var winner = view.path("winner").asText();
            assertThat(receipts.did(winner, "join")).as(when).isTrue();
            assertThat(receipts.did(winner, "withdraw")).as(when).isFalse();
        }

        private void bestSecretAgrees(JsonNode view) {
            var bids = receipts.secrets(kind == Kind.COMMITTED ? "reveal" : "bid");
            var ranked = Receipts.ranked(bids);
            secretsAreToldAtLast(bids, view);
            if (ranked.isEmpty()) {
                assertThat(view.path("result").asText()).as(when).isEqualTo("unsold");
                return;
            }
            var best = ranked.getFirst();
            var price = kind != Kind.VICKREY ? best.amount()
                    : ranked.size() == 1 ? 5_000 : ranked.get(1).amount();
            if (view.path("result").asText().equals("sold")) {
                assertThat(view.path("winner").asText()).as(when).isEqualTo(best.by());
                assertThat(view.path("hammerPrice").asLong()).as(when).isEqualTo(price);
            } else {
                assertThat(kind).as(when + view).isEqualTo(Kind.SEALED);
                assertThat(best.amount()).as(when + view)
                        .isLessThan(view.path("reserve").asLong(0));
            }
        }

        private void sharesAgree(JsonNode view) {
            var bids = receipts.secrets("bid");
            secretsAreToldAtLast(bids, view);
            var sold = 0L;
            for (var award : view.path("awards")) {
                var bid = Objects.requireNonNull(bids.get(award.path("winner").asText()),
                        when + award);
                sold += award.path("quantity").asLong();
                assertThat(award.path("price")).as(when).isEqualTo(view.path("hammerPrice"));
                assertThat(award.path("price").asLong()).as(when)
                        .isLessThanOrEqualTo(bid.amount());
                assertThat(award.path("quantity").asLong()).as(when)
                        .isLessThanOrEqualTo(bid.quantity());
            }
            var wanted = bids.values().stream().mapToLong(Receipts.Secret::quantity).sum();
            if (!view.path("result").asText().equals("unsold")) {
                assertThat(sold).as(when).isLessThanOrEqualTo(Math.min(7, wanted)).isPositive();
            } else {
                assertThat(wanted).as(when).isZero();
            }
        }

        /** Once it is over the history tells each secret bid that counted, as its bidder gave it. */
        private void secretsAreToldAtLast(Map<String, Receipts.Secret> bids, JsonNode view) {
            for (var who : EVERYBODY) {
                if (!get(who, "").has("bids")) {
                    continue;
                }
                var told = new TreeMap<String, Long>();
                for (var row : get(who, "/bids").path("bids")) {
                    assertThat(row.has("opened")).as(when + row)
                            .isEqualTo(row.path("amount").asLong() == 0);
                    if (!row.has("retracted") && !row.has("opened")) {
                        told.put(row.path("bidder").asText(), row.path("amount").asLong());
                    }
                }
                var given = new TreeMap<String, Long>();
                bids.forEach((by, bid) -> given.put(by, bid.amount()));
                assertThat(told).as(when + " " + who + view).isEqualTo(given);
            }
        }

        /** What {@code who} was told as it happened, against the answers of then and against the end. */
        private void eventsAgree(String who) {
            var view = get(who, "");
            var isPending = !receipts.of("acceptOffer", "refuseOffer").isEmpty();
            try (var stream = SseReader.open(house, "/v1/events?after=0.0&auction=" + id,
                    "Gavel-User", who)) {
                var closed = stream.awaitOfType("auctionClosed", 1).getFirst().json();
                var last = isPending ? stream.awaitOfType("offerSettled", 1).getFirst().json()
                        : closed;
                for (var field : List.of("result", "winner", "hammerPrice", "awards")) {
                    assertThat(last.path(field)).as(when + who + last)
                            .isEqualTo(view.path(field));
                }
                var told = stream.events();
                told.forEach(event -> described.schema("Event", event.json()));
                told.forEach(event -> eventAgrees(who, event.type(), event.json()));
                bidsAreTold(who, told);
                if (kind == Kind.CLOCK && who.equals("sue")) {
                    roundsAgree(view, told);
                }
                if (!view.has("bids") || (kind.isSecret() && !who.equals("sue"))) {
                    tellsNoMoreThanTheView(who, told);
                }
            }
        }

        private void eventAgrees(String who, String type, JsonNode told) {
            var index = indexOf(told.path("position").asText());
            var receipt = receipts.at(index);
            var by = receipt.map(Receipts.Receipt::by).orElse("");
            switch (type) {
                case "bidAccepted" -> bidAgrees(told, index);
                case "unitsBid" -> {
                    var receiptOf = receipt.orElseThrow();
                    assertThat(told.path("bidder").asText()).as(when + told).isEqualTo(by);
                    assertThat(told.path("amount")).as(when + told)
                            .isEqualTo(receiptOf.command().path("amount"));
                    assertThat(told.path("quantity")).as(when + told)
                            .isEqualTo(receiptOf.command().path("quantity"));
                    for (var field : List.of("price", "minimumNext")) {
                        assertThat(told.path(field)).as(when + told)
                                .isEqualTo(receiptOf.outcome().path(field));
                    }
                }
                case "unitsTaken" -> {
                    var answer = receipt.orElseThrow().outcome();
                    assertThat(told.path("bidder").asText()).as(when + told).isEqualTo(by);
                    for (var field : List.of("price", "quantity", "quantityLeft")) {
                        assertThat(told.path(field)).as(when + told).isEqualTo(answer.path(field));
                    }
                }
                case "roundConfirmed" -> {
                    assertThat(told.path("user").asText()).as(when + told).isEqualTo(by);
                    assertThat(told.path("round")).as(when + told)
                            .isEqualTo(receipt.orElseThrow().command().path("round"));
                }
                case "roundStarted" -> assertThat(told.path("price").asLong()).as(when + told)
                        .isEqualTo(kind == Kind.CLOCK ? 10_000 + 500 * told.path("round").asLong()
                                : Math.max(7_600, 10_000 - 500 * told.path("round").asLong()));
                case "sealedBidPlaced", "sealedBidWithdrawn", "commitmentPosted",
                        "commitmentOpened" -> {
                    assertThat(by).as(when + " only the own doing is told: " + told)
                            .isEqualTo(who);
                    assertThat(told.has("amount") || told.has("bidder") || told.has("user"))
                            .as(when + told)
                            .isFalse();
                }
                default -> assertThat(told.has("amount")).as(when + told).isFalse();
            }
        }

        /** The last one in wins at the price of the last round; where all went silent, at that of one before. */
        private void roundsAgree(JsonNode view, List<SseReader.Event> told) {
            if (!view.path("result").asText().equals("sold")) {
                return;
            }
            var prices = new ArrayList<Long>();
            for (var event : told) {
                if (event.type().equals("roundStarted")) {
                    prices.add(event.json().path("price").asLong());
                }
            }
            if (prices.isEmpty()) {
                prices.add(10_000L); // one alone wins at once
            }
            var price = view.path("hammerPrice").asLong();
            if (view.path("confirm").asText().equals("stay")) {
                assertThat(price).as(when + prices).isEqualTo(prices.getLast());
            } else {
                assertThat(prices).as(when + view).contains(price);
            }
        }

        /** Whoever sees how it stands is told of each bid, once. */
        private void bidsAreTold(String who, List<SseReader.Event> told) {
            if (!who.equals("sue")) {
                return;
            }
            var types = told.stream().map(SseReader.Event::type).toList();
            if (kind.isOpenOutcry()) {
                assertThat(Collections.frequency(types, "bidAccepted")).as(when)
                        .isEqualTo(accepted.size());
            }
            if (kind == Kind.YANKEE) {
                assertThat(Collections.frequency(types, "unitsBid")).as(when)
                        .isEqualTo(accepted.size());
            }
            if (kind == Kind.DUTCH) {
                assertThat(Collections.frequency(types, "unitsTaken")).as(when)
                        .isEqualTo(receipts.of("accept").size());
            }
        }

        /** Before the end, who does not see how it stands is told of nobody, and of no price. */
        private void tellsNoMoreThanTheView(String who, List<SseReader.Event> told) {
            for (var event : told) {
                if (event.type().equals("auctionClosed") || event.type().equals("offerSettled")) {
                    return;
                }
                for (var field : List.of("price", "bidder", "leader", "minimumNext",
                        "maximumNext", "amount", "round")) {
                    assertThat(event.json().has(field)).as(when + " " + who + event).isFalse();
                }
                if (event.json().has("user")) {
                    assertThat(event.json().path("user").asText()).as(when + event)
                            .isEqualTo(who);
                }
            }
        }

        private void bidAgrees(JsonNode told, long index) {
            var answer = Objects.requireNonNull(accepted.get(index), "an answer at " + index);
            assertThat(told.path("price")).as(when + told).isEqualTo(answer.path("price"));
            assertThat(told.path("automatic")).as(when + told)
                    .isEqualTo(answer.path("automatic"));
            assertThat(told.path("amount")).as(when + told)
                    .isEqualTo(answer.has("amount") ? answer.path("amount")
                            : answer.path("price"));
            assertThat(told.path("leader").asText().equals(told.path("bidder").asText()))
                    .as(when + told)
                    .isEqualTo(answer.path("leading").asBoolean());
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
