package dev.gavel.lab.scenario;

/**
 * The story by which hand-ins of replicated auctions are judged: bid 5 is accepted, the leader
 * crashes, bid 3 is refused by the next, and at the end the winner has 5.
 */
final class HandInScenario implements Scenario {

    @Override
    public String name() {
        return "handin";
    }

    @Override
    public String about() {
        return "Bid 5 is accepted, the leader is killed, the new leader refuses bid 3, the auction"
                + " ends: the winner has 5.";
    }

    @Override
    public void play(Stage stage) {
        int first = stage.begin();
        var sue = stage.player("sue");
        var auction = stage.open(sue, "from 1.00", House.op("create")
                .put("name", "Oak table")
                .put("itemName", "Oak table")
                .put("format", "english")
                .put("start", 100)
                .put("durationMillis", 600_000)
                .put("open", true));

        stage.check(stage.player("ann").bids(auction, 500), "success", "", "ann bids 5.00");
        int second = stage.crashLeader();
        stage.story().check(second != first, "the new leader is another server");
        stage.check(stage.playerAt(second, "bob").bids(auction, 300), "fail", "TOO_LOW",
                "bob bids 3.00 at the new leader");

        stage.check(sue.does("close", House.op("close").put("auction", auction)), "success", "",
                "sue ends the auction");
        stage.checkWinner(sue.looksAt(auction), "ann", 500, "the result");

        stage.bringBack(first);
        stage.checkAllAlike();
        stage.checkWinner(stage.knownTo(first, auction), "ann", 500,
                "what server " + first + " itself knows");
    }
}
