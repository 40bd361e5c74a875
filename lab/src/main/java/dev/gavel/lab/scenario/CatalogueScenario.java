package dev.gavel.lab.scenario;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The story of nodes with a catalogue: list, join, bid, leave, while a follower and the leader die, and
 * at the end everybody is told how it ended.
 */
final class CatalogueScenario implements Scenario {

    @Override
    public String name() {
        return "ds1";
    }

    @Override
    public String about() {
        return "list, join, bid, leave; a follower and then the leader are killed and repaired; at the"
                + " end everybody is told item, highest bid, bidder and their own result.";
    }

    @Override
    public void play(Stage stage) {
        var story = stage.story();
        stage.begin();
        var sue = stage.player("sue");
        var ann = stage.player("ann");
        var bob = stage.player("bob");
        var cid = stage.player("cid");

        var item = consign(stage, sue, "Tea set", 300);
        consign(stage, sue, "Silver spoon", 100);
        var auction = stage.open(sue, "of item " + item, House.op("create")
                .put("name", "Tea set")
                .put("item", item)
                .put("start", 300)
                .put("durationMillis", 600_000)
                .put("open", true));
        var items = ann.lists().path("items");
        story.check(items.size() == 1 && items.get(0).path("name").asText().equals("Silver spoon"),
                "ann lists what is left to be sold: " + listed(items));

        for (var each : new Player[]{ann, bob, cid}) {
            stage.check(each.does("join", House.op("join").put("auction", auction)), "success", "",
                    each.name() + " joins");
        }
        bids(stage, ann, auction, 400);
        int follower = stage.follower();
        stage.crash(follower);
        bids(stage, bob, auction, 500);
        stage.check(cid.does("leave", House.op("leave").put("auction", auction)), "success", "",
                "cid leaves");
        int leader = stage.leader();
        stage.crashLeader();
        story.tell("ann and bob were cut off with the leader and ask another server by themselves");
        bids(stage, ann, auction, 700);
        stage.check(bob.does("leave", House.op("leave").put("auction", auction)), "success", "",
                "bob, who is outbid, leaves");
        stage.bringBack(follower);
        stage.bringBack(leader);

        stage.check(sue.does("close", House.op("close").put("auction", auction)), "success", "",
                "sue ends the auction");
        for (var each : new Player[]{ann, bob, cid}) {
            var told = each.looksAt(auction);
            boolean won = told.path("winner").asText().equals(each.name());
            story.check(told.path("item").path("name").asText().equals("Tea set")
                    && told.path("hammerPrice").asLong() == 700
                    && told.path("winner").asText().equals("ann")
                    && won == each.name().equals("ann"),
                    each.name() + " is told: " + told.path("item").path("name").asText()
                            + ", highest bid " + Stage.amount(told.path("hammerPrice").asLong())
                            + " by " + told.path("winner").asText() + "; "
                            + (won ? "you won" : "you did not win"));
        }
        stage.checkAllAlike();
    }

    private static String consign(Stage stage, Player seller, String name, long price) {
        var outcome = seller.does("consign", House.op("consign")
                .put("name", name)
                .put("price",
                        price));
        stage.check(outcome, "success", "", seller.name() + " consigns " + name);
        return outcome.path("item").asText();
    }

    private static void bids(Stage stage, Player who, String auction, long amount) {
        var answer = who.bids(auction, amount);
        stage.check(answer, "success", "", who.name() + " bids " + Stage.amount(amount));
        stage.story()
                .check(answer.path("price").asLong() == amount && answer.has("endsAt"),
                        "the answer names the highest bid, "
                                + Stage.amount(answer.path("price").asLong())
                                + ", and the end, " + answer.path("endsAt").asText());
    }

    private static String listed(JsonNode items) {
        var words = new StringBuilder();
        items.forEach(item -> words.append(words.isEmpty() ? "" : ", ")
                .append(item.path("item").asText())
                .append(' ')
                .append(item.path("name").asText())
                .append(' ')
                .append(Stage.amount(item.path("price").asLong())));
        return words.toString();
    }
}
