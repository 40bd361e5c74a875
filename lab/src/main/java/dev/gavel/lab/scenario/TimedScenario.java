package dev.gavel.lab.scenario;

import java.util.UUID;

/**
 * The story of a primary with standbys: an auction that began at 0 runs a fixed time; the primary dies
 * in the middle, and neither a bid nor a millisecond of the time left is lost.
 */
final class TimedScenario implements Scenario {

    private static final long RUNS_MILLIS = 12_000;

    @Override
    public String name() {
        return "disys-m5";
    }

    @Override
    public String about() {
        return "An auction from 0 runs a fixed time; the primary is killed, and start, end and time"
                + " left survive to the millisecond; a bid that is sent again gets its first answer.";
    }

    @Override
    public void play(Stage stage) {
        var story = stage.story();
        stage.begin();
        var sue = stage.player("sue");
        var auction = stage.open(sue, "from 0.00, for 12 s", House.op("create")
                .put("name", "Globe of 1890")
                .put("itemName", "Globe of 1890")
                .put("start", 0)
                .put("durationMillis", RUNS_MILLIS)
                .put("open", true));
        var ann = stage.player("ann");
        var bob = stage.player("bob");

        var key = UUID.randomUUID().toString();
        var bid = Player.bid(auction, 500);
        var answer = ann.does("bid 5.00", bid, key);
        stage.check(answer, "success", "", "ann bids 5.00");
        stage.check(bob.bids(auction, 700), "success", "", "bob bids 7.00");
        var before = ann.looksAt(auction);

        stage.crashLeader();

        var after = ann.looksAt(auction);
        for (var field : new String[]{"opensAt", "endsAt"}) {
            story.check(!after.path(field).isMissingNode()
                    && after.path(field).equals(before.path(field)),
                    field + " is the same at the new primary, to the millisecond: "
                            + after.path(field).asText());
        }
        long left = after.path("remainingMillis").asLong();
        story.check(left > 0 && left < before.path("remainingMillis").asLong(),
                "the time left runs on: " + before.path("remainingMillis").asLong()
                        + " ms before the crash, " + left + " ms now");
        var again = ann.does("bid 5.00 once more", bid, key);
        story.check(again.equals(answer),
                "ann's bid of 5.00, sent again, gets its first answer though bob leads: "
                        + Stage.said(again));
        story.check(after.path("leader").asText().equals("bob")
                && after.path("price").asLong() == 700 && after.path("bids").asLong() == 2,
                "the two bids are there, once each, and bob leads at 7.00");
        stage.check(ann.bids(auction, 600), "fail", "TOO_LOW", "ann bids 6.00");

        story.tell("nobody ends it; it ends by its time");
        var over = stage.await(bob, auction, view -> view.path("state").asText().equals("closed"));
        stage.checkWinner(over, "bob", 700, "the result");
        story.check(over.path("endsAt").equals(before.path("endsAt")),
                "it ended at the time that was set at its start: " + over.path("endsAt").asText());
        stage.check(ann.bids(auction, 900), "fail", "LATE", "ann bids 9.00 after the end");
        stage.checkWinner(ann.looksAt(auction), "bob", 700, "asked once more");

        stage.servers().stream().filter(id -> !stage.runs(id)).forEach(stage::bringBack);
        stage.checkAllAlike();
    }
}
