package dev.gavel.lab.scenario;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The story of an ascending price clock over five servers of which two may be down: the price rises while
 * leaders are killed, leaving is final, and the last buyer wins at the current price.
 */
final class PriceClockScenario implements Scenario {

    private static final long START = 1_000;
    private static final long STEP = 100;
    private static final long PERIOD_MILLIS = 1_500;

    @Override
    public String name() {
        return "ppapd";
    }

    @Override
    public String about() {
        return "A price clock with three buyers; two leaders are killed while it rises, buyers leave,"
                + " and the last one wins at the current price.";
    }

    @Override
    public void play(Stage stage) {
        var story = stage.story();
        int first = stage.begin();
        var sue = stage.player("sue");
        var created = sue.does("create", House.op("create")
                .put("name", "Station clock")
                .put("itemName", "Station clock")
                .put("format", "clock")
                .put("start", START)
                .put("step", STEP)
                .put("periodMillis", PERIOD_MILLIS)
                .put("visibility", "public"));
        var auction = created.path("auction").asText();
        stage.check(created, "success", "", "sue sets up auction " + auction
                + ": from 10.00, 1.00 more every 1.5 s");
        var ann = stage.player("ann");
        var bob = stage.player("bob");
        var cid = stage.player("cid");
        for (var buyer : new Player[]{ann, bob, cid}) {
            stage.check(buyer.does("join", House.op("join").put("auction", auction)), "success",
                    "", buyer.name() + " joins");
        }
        stage.check(sue.does("open", House.op("open").put("auction", auction)), "success", "",
                "sue starts the clock");

        rises(stage, ann, auction, 1);
        int second = stage.crashLeader();
        var view = rises(stage, ann, auction, 2);
        leaves(stage, cid, auction);
        int third = stage.crashLeader();
        story.check(third != first && third != second,
                "two of five are dead, and server " + third + " leads");
        rises(stage, ann, auction, round(view) + 2);
        leaves(stage, bob, auction);

        var over = stage.await(ann, auction, one -> one.path("state").asText().equals("closed"));
        long price = over.path("hammerPrice").asLong();
        stage.checkWinner(over, "ann", price, "the result");
        story.check(price >= START + 3 * STEP && (price - START) % STEP == 0,
                "the price is that of a round: " + Stage.amount(price));
        stage.check(bob.does("join", House.op("join").put("auction", auction)), "fail", "",
                "bob wants back in");

        stage.bringBack(first);
        stage.bringBack(second);
        stage.checkAllAlike();
        stage.checkWinner(stage.knownTo(first, auction), "ann", price,
                "what server " + first + " itself knows");
    }

    private static long round(JsonNode view) {
        return view.path("round").asLong(-1);
    }

    /** Waits for that round; the price must be what the rules say for the round seen. */
    private static JsonNode rises(Stage stage, Player buyer, String auction, long round) {
        stage.await(buyer, auction, one -> round(one) >= round);
        var view = buyer.looksAt(auction);
        stage.story()
                .check(round(view) >= round
                        && view.path("price").asLong() == START + STEP * round(view),
                        "round " + round(view) + " at "
                                + Stage.amount(view.path("price").asLong()));
        return view;
    }

    private static void leaves(Stage stage, Player buyer, String auction) {
        stage.check(buyer.does("withdraw", House.op("withdraw").put("auction", auction)),
                "success", "", buyer.name() + " leaves, for good");
    }
}
