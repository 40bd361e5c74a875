package dev.gavel.lab.scenario;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The story of two calls, bid and result, that any node takes: a server crashes with every request, one
 * after another through all five, and the answers are those of one auction.
 */
final class AnyNodeScenario implements Scenario {

    private static final List<String> BIDDERS = List.of("ann", "bob", "cid");

    @Override
    public String name() {
        return "miniproject3";
    }

    @Override
    public String about() {
        return "bid and result are sent to any node, and with every request another server is killed;"
                + " the highest bidder wins.";
    }

    @Override
    public void play(Stage stage) {
        var story = stage.story();
        stage.begin();
        var sue = stage.player("sue");
        var auction = stage.open(sue, "from 0.00", House.op("create")
                .put("name", "Violin")
                .put("itemName", "Violin")
                .put("start", 0)
                .put("durationMillis", 600_000)
                .put("open", true));

        int down = -1;
        long highest = 0;
        for (int asked : stage.servers()) {
            if (down >= 0) {
                stage.bringBack(down);
            }
            down = stage.servers().get((asked + 1) % stage.servers().size());
            var name = BIDDERS.get(asked % BIDDERS.size());
            highest += 100;
            var bidder = stage.playerAt(asked, name);
            bidWhileOneCrashes(stage, bidder, auction, highest, down, name + " bids "
                    + Stage.amount(highest) + " at server " + asked);
            var view = bidder.looksAt(auction);
            story.check(view.path("price").asLong() == highest
                    && view.path("leader").asText().equals(name),
                    "result at the same server: " + Stage.standing(view));
        }
        stage.check(stage.player("ann").bids(auction, highest), "fail", "TOO_LOW",
                "ann bids no more than the highest");
        stage.bringBack(down);

        stage.check(sue.does("close", House.op("close").put("auction", auction)), "success", "",
                "sue ends the auction");
        var winner = BIDDERS.get(stage.servers().getLast() % BIDDERS.size());
        for (int id : stage.servers()) {
            stage.checkWinner(stage.playerAt(id, "ann").looksAt(auction), winner, highest,
                    "result at server " + id);
        }
        stage.checkAllAlike();
    }

    private static void bidWhileOneCrashes(Stage stage, Player bidder, String auction,
            long amount, int crashing, String what) {
        var answer = CompletableFuture.supplyAsync(() -> bidder.bids(auction, amount),
                task -> Thread.ofVirtual().start(task));
        stage.crash(crashing);
        stage.leader();
        stage.check(answer.join(), "success", "", what);
    }
}
