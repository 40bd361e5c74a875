package dev.gavel.lab.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gavel.cli.servers.DevCluster;
import dev.gavel.cli.servers.Patience;
import dev.gavel.server.cluster.Standing;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Where a story is played: real servers that can be killed, players, the log and the diagram. */
public final class Stage {

    private static final Duration CATCH_UP = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DevCluster cluster;
    private final Story story;
    private final Timeline timeline;
    private int leader = -1;

    Stage(DevCluster cluster, Story story) {
        this.cluster = cluster;
        this.story = story;
        this.timeline = new Timeline(cluster.ids(), System::nanoTime);
    }

    Story story() {
        return story;
    }

    Timeline timeline() {
        return timeline;
    }

    List<Integer> servers() {
        return cluster.ids();
    }

    /** One who asks any server, and the next where it does not answer. */
    Player player(String name) {
        return new Player(name, cluster, cluster.ids(), timeline);
    }

    /** One who asks only that server. */
    Player playerAt(int server, String name) {
        return new Player(name, cluster, List.of(server), timeline);
    }

    /** Says how the servers stand at the beginning; the leader. */
    int begin() {
        int first = leader();
        story.tell(cluster.ids().size() + " servers run; server " + first + " leads in term "
                + term(first));
        return first;
    }

    /** The server that leads, once a majority follows it. */
    int leader() {
        int now = cluster.leader();
        if (now != leader) {
            timeline.turn(now, Timeline.State.LEADS, "S" + now + " leads in term " + term(now));
            leader = now;
        }
        return now;
    }

    /** A server that runs and does not lead. */
    int follower() {
        int leads = leader();
        return cluster.ids()
                .stream()
                .filter(id -> id != leads && cluster.running(id))
                .findFirst()
                .orElseThrow();
    }

    boolean runs(int id) {
        return cluster.running(id);
    }

    private long term(int id) {
        return cluster.row(id).map(Standing::term).orElse(-1L);
    }

    /** SIGKILL, as a crash would. */
    void crash(int id) {
        var what = id == leader ? "the leader, server " : "a follower, server ";
        long pid = cluster.pid(id).orElseThrow();
        cluster.kill(id);
        if (id == leader) {
            leader = -1;
        }
        timeline.turn(id, Timeline.State.DEAD, "CRASH: S" + id + " is killed");
        story.mark("CRASH: " + what + id + ", process " + pid + ", is killed with SIGKILL");
    }

    /** Kills the leader and waits for the next. */
    int crashLeader() {
        int first = leader();
        crash(first);
        long killed = System.nanoTime();
        int second = leader();
        story.mark(String.format(Locale.ROOT,
                "server %d leads now, in term %d, %.1f s after the crash", second, term(second),
                (System.nanoTime() - killed) / 1e9));
        return second;
    }

    /** Starts a server again from its records. */
    void bringBack(int id) {
        cluster.restart(id);
        timeline.turn(id, Timeline.State.RUNS, "S" + id + " is back, from its records");
        story.mark("server " + id + " is back, started from its records");
    }

    /** Opens an auction; its id. */
    public String open(Player seller, String what, ObjectNode create) {
        var created = seller.does("create", create);
        var auction = created.path("auction").asText();
        check(created, "success", "", seller.name() + " opens auction " + auction + ", " + what);
        return auction;
    }

    /** Something must come of a command: that status, and where it is refused that code. */
    public void check(JsonNode outcome, String status, String code, String what) {
        story.check(outcome.path("status").asText().equals(status)
                && (code.isEmpty() || outcome.path("code").asText().equals(code)),
                what + ": " + said(outcome));
    }

    /** Waits until an auction stands so; as it stood last. */
    JsonNode await(Player who, String auction, Predicate<JsonNode> so) {
        return Patience.until(PATIENCE, () -> Optional.of(House.of(cluster).auction(auction))
                .filter(so)).orElseGet(() -> who.looksAt(auction));
    }

    /** As one server's own state has an auction, without asking the others. */
    JsonNode knownTo(int server, String auction) {
        return new House(List.of(cluster.address(server).http())).auctionOnOneServer(auction);
    }

    /** A view must name that winner and price. */
    void checkWinner(JsonNode view, String winner, long price, String what) {
        story.check(view.path("winner").asText().equals(winner)
                && view.path("hammerPrice").asLong() == price,
                what + ": " + view.path("state").asText() + ", the winner is "
                        + view.path("winner").asText("nobody") + " at "
                        + amount(view.path("hammerPrice").asLong()));
    }

    /** All servers must have come to the same state by the same entries. */
    void checkAllAlike() {
        var rows = Patience.until(CATCH_UP, this::allAlike);
        story.check(rows.isPresent(), rows
                .map(all -> "all " + inWords(all.size())
                        + " have the same digest at log index " + all.getFirst().log().digestIndex()
                        + ": " + all.getFirst().log().digest())
                .orElseGet(() -> "the servers' digests differ: "
                        + cluster.answers()));
    }

    private static String inWords(int count) {
        return count == 5 ? "five" : Integer.toString(count);
    }

    /** All rows once they speak of the same index with the same digest. */
    private Optional<List<Standing>> allAlike() {
        var rows = cluster.rows();
        boolean alike = rows.size() == cluster.ids().size()
                && rows.stream().map(row -> row.log().digest()).distinct().count() == 1
                && same(rows, row -> row.log().digestIndex()) && same(rows, Standing::appliedIndex);
        return alike ? Optional.of(rows) : Optional.empty();
    }

    private static boolean same(List<Standing> rows, ToLongFunction<Standing> number) {
        return rows.stream().mapToLong(number).distinct().count() == 1;
    }

    static String said(JsonNode outcome) {
        var code = outcome.path("code").asText();
        return outcome.path("status").asText("no answer") + (code.isEmpty() ? "" : " " + code)
                + ", " + outcome.path("message").asText();
    }

    /** A view in a few words. */
    static String standing(JsonNode view) {
        if (view.has("items")) {
            return view.path("items").size() + " items";
        }
        if (view.has("winner")) {
            return "closed: " + view.path("winner").asText() + " "
                    + amount(view.path("hammerPrice").asLong());
        }
        var state = view.path("state").asText("?");
        var price = view.has("price") ? " " + amount(view.path("price").asLong()) : "";
        return view.has("leader")
                ? state + ": " + view.path("leader").asText() + price
                : state + price;
    }

    /** An amount in major units, such as {@code 125.50}. */
    public static String amount(long minor) {
        return String.format(Locale.ROOT, "%d.%02d", minor / 100, minor % 100);
    }
}
