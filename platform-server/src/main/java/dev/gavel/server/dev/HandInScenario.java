package dev.gavel.server.dev;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The story by which hand-ins of replicated auctions are judged: bid 5 is accepted, the leader
 * crashes, bid 3 is refused by the next, and at the end the winner has 5.
 */
final class HandInScenario {

    private static final Duration CATCH_UP = Duration.ofSeconds(20);

    private final DevCluster cluster;
    private final Story story;
    private final House house;

    HandInScenario(DevCluster cluster, Story story) {
        this.cluster = cluster;
        this.story = story;
        this.house = House.of(cluster);
    }

    void play() {
        int first = cluster.leader();
        story.tell(cluster.ids().size() + " servers run; server " + first + " leads in term "
                + term(first));
        var auction = create();

        var five = bid(house, "ann", auction, 500);
        story.check(is(five, "success"), "ann bids 5.00: " + said(five));

        long pid = cluster.pid(first).orElseThrow();
        cluster.kill(first);
        long killed = System.nanoTime();
        story.mark("CRASH: the leader, server " + first + ", process " + pid
                + ", is killed with SIGKILL");

        int second = cluster.leader();
        story.mark(String.format(Locale.ROOT,
                "server %d leads now, in term %d, %.1f s after the crash",
                second, term(second), (System.nanoTime() - killed) / 1e9));
        story.check(second != first, "the new leader is another server");

        var three = bid(new House(List.of(cluster.address(second).http())), "bob", auction, 300);
        story.check(is(three, "fail") && three.path("code").asText().equals("TOO_LOW"),
                "bob bids 3.00 at the new leader: " + said(three));

        var closed = house.command("sue", House.op("close").put("auction", auction));
        story.check(is(closed, "success"), "sue ends the auction: " + said(closed));
        winner(house.auction(auction), "the result");
        bringBack(first, auction);
    }

    private String create() {
        var created = house.command("sue", House.op("create")
                .put("name", "Oak table")
                .put("itemName", "Oak table")
                .put("format", "english")
                .put("start", 100)
                .put("durationMillis", 600_000)
                .put("open", true));
        var auction = created.path("auction").asText();
        story.check(is(created, "success"), "sue opens auction " + auction + ", from 1.00: "
                + said(created));
        return auction;
    }

    private void bringBack(int killed, String auction) {
        cluster.restart(killed);
        story.mark("server " + killed + " is back, started from its records");
        var rows = Patience.until(CATCH_UP, this::allAlike);
        story.check(rows.isPresent(), rows
                .map(all -> "all five have the same digest at log index "
                        + all.getFirst().digestIndex() + ": " + all.getFirst().digest())
                .orElseGet(() -> "the servers' digests differ: "
                        + cluster.rows().stream().map(row -> row.json().toString()).toList()));
        winner(new House(List.of(cluster.address(killed).http())).auctionOnOneServer(auction),
                "what server " + killed + " itself knows");
    }

    /** All rows once they speak of the same index with the same digest. */
    private Optional<List<ServerRow>> allAlike() {
        var rows = cluster.rows();
        boolean alike = rows.size() == cluster.ids().size()
                && rows.stream().map(ServerRow::digest).distinct().count() == 1
                && same(rows, ServerRow::digestIndex) && same(rows, ServerRow::appliedIndex);
        return alike ? Optional.of(rows) : Optional.empty();
    }

    private static boolean same(List<ServerRow> rows, ToLongFunction<ServerRow> number) {
        return rows.stream().mapToLong(number).distinct().count() == 1;
    }

    private void winner(JsonNode view, String what) {
        story.check(view.path("winner").asText().equals("ann")
                && view.path("hammerPrice").asLong() == 500,
                what + ": " + view.path("state").asText() + ", the winner is "
                        + view.path("winner").asText("nobody") + " at "
                        + amount(view.path("hammerPrice").asLong()));
    }

    private static JsonNode bid(House at, String user, String auction, long amount) {
        return at.command(user, House.op("bid").put("auction", auction).put("amount", amount));
    }

    private long term(int id) {
        return cluster.row(id).map(ServerRow::term).orElse(-1L);
    }

    private static boolean is(JsonNode outcome, String status) {
        return outcome.path("status").asText().equals(status);
    }

    private static String said(JsonNode outcome) {
        var code = outcome.path("code").asText();
        return outcome.path("status").asText("no answer") + (code.isEmpty() ? "" : " " + code)
                + ", "
                + outcome.path("message").asText();
    }

    static String amount(long minor) {
        return String.format(Locale.ROOT, "%d.%02d", minor / 100, minor % 100);
    }
}
