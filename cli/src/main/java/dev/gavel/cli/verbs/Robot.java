package dev.gavel.cli.verbs;

import dev.gavel.auction.codec.FormatsByName;
import dev.gavel.auction.model.Currency;
import dev.gavel.client.Commands;
import dev.gavel.client.JsonObject;
import dev.gavel.client.Outcome;
import dev.gavel.server.exit.ExitCodes;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;

/** One bidder that bids by itself until the auction ends or its limit is passed. */
final class Robot implements Callable<Integer> {
    /** Failures in a row, each after the full timeout, until it gives up. */
    private static final int MAX_FAILURES = 30;
    /** Refusals in a row that say the same, until it gives up. */
    private static final int MAX_REFUSALS = 30;
    /** A robot adds up to so many hundredths to what the next bid must be. */
    private static final int MOST_EXTRA_PERCENT = 3;

    private final House house;
    private final String name;
    private final String auction;
    private final Currency currency;
    private final OptionalLong limit;
    private final Duration pause;
    private final Random random;
    private final boolean untilClosed;
    private int failures;
    /** What the house asked for when it refused a bid, until the next bid. */
    private OptionalLong asked = OptionalLong.empty();
    private String refusal = "";
    private int refusals;

    Robot(House house, String name, String auction, Currency currency, OptionalLong limit,
            Duration pause, Random random, boolean untilClosed) {
        this.house = house;
        this.name = name;
        this.auction = auction;
        this.currency = currency;
        this.limit = limit;
        this.pause = pause;
        this.random = random;
        this.untilClosed = untilClosed;
    }

    @Override
    public Integer call() throws InterruptedException {
        var passed = false;
        while (!house.output().isClosed()) {
            Thread.sleep(pause.dividedBy(2)
                    .plusMillis(
                            random.nextLong(Math.max(1, pause.toMillis()))));
            var view = look();
            if (view == null) {
                continue;
            }
            switch (view.text("state").orElse("")) {
                case "closed", "cancelled" -> {
                    return tellResult(view);
                }
                case "open" -> {
                    if (!passed && refusals < MAX_REFUSALS && !leads(view)) {
                        passed = !bid(view);
                    }
                }
                default -> {
                    // scheduled or paused: wait
                }
            }
            if (refusals >= MAX_REFUSALS && !untilClosed) {
                tell("refused", "stops: its bid was refused " + refusals + " times alike", view);
                return ExitCodes.REFUSED;
            }
            if (passed && !untilClosed) {
                tell("limit", "stops: the price has passed its limit", view);
                return ExitCodes.OK;
            }
        }
        return ExitCodes.OK; // nobody looks on any more
    }

    /** The auction as it stands; null where no server can tell just now. */
    private @org.jspecify.annotations.Nullable JsonObject look() {
        try {
            var view = house.readAs(name,
                    JsonObject.of("query", "auction").with("auction", auction));
            failures = 0;
            return view;
        } catch (FailedException e) {
            if (e.exitCode() != ExitCodes.UNREACHED || ++failures >= MAX_FAILURES) {
                throw e;
            }
            house.output().note(name + ": " + e.getMessage());
            return null;
        }
    }

    /** Whether it need not bid: it leads, or its bid would get all the units that it is for. */
    private boolean leads(JsonObject view) {
        return view.text("leader").orElse("").equals(name) || UnitLines.getsAll(view);
    }

    /** Bids, unless that would pass the limit. */
    private boolean bid(JsonObject view) {
        var falls = view.has("maximumNext");
        var least = least(view, falls);
        var extra = least * MOST_EXTRA_PERCENT / 100;
        var more = extra == 0 ? 0 : random.nextLong(extra + 1);
        var amount = Math.max(1, falls ? least - more : least + more);
        if (passes(amount, falls)) {
            amount = least;
        }
        if (passes(amount, falls)) {
            return false;
        }
        var outcome = house.executeAs(name, command(view, amount));
        hear(outcome, falls);
        if (house.wantsJson()) {
            house.output().json(outcome.json().with("robot", name).with("amount", amount));
        } else {
            house.output()
                    .line(name + " bids " + currency.decimal(amount) + ": "
                            + (outcome.succeeded()
                                    ? Sentences.ofBid(outcome, currency,
                                            FormatsByName.takesAllOrNothing(
                                                    view.text("format").orElse("")))
                                    : Sentences.ofFailure(outcome)));
        }
        return true;
    }

    /** A bid for units binds, so that the next one is for as many. */
    private JsonObject command(JsonObject view, long amount) {
        var bid = Commands.bid(auction, amount, OptionalLong.empty());
        var units = view.number("yourQuantity").orElse(1);
        return view.has("yourStandingQuantity") && units > 1 ? bid.with("quantity", units) : bid;
    }

    /** What the house asks for instead, where it refused a bid. */
    private void hear(Outcome outcome, boolean falls) {
        asked = OptionalLong.empty();
        if (outcome.succeeded()) {
            refusals = 0;
            refusal = "";
        }
        if (outcome.status() == Outcome.Status.FAIL) {
            asked = outcome.json().number(falls ? "maximumNext" : "minimumNext");
            var said = outcome.code() + " " + asked.orElse(0);
            refusals = said.equals(refusal) ? refusals + 1 : 1;
            refusal = said;
        }
    }

    /**
     * What a bid must be to be enough. Who took bids back is held to the best of them as well, and whose bid
     * was refused to what the house asked for; an own bid that gets too few units is to be bettered.
     */
    private long least(JsonObject view, boolean falls) {
        var next = view.number(falls ? "maximumNext" : "minimumNext")
                .orElse(view.number("start").orElse(1));
        var own = view.number("yourRetracted").orElse(next);
        var told = asked.orElse(next);
        if (falls) {
            return Math.min(next, Math.min(own, told));
        }
        var better = view.has("yourStandingQuantity") ? view.number("yourBid").orElse(0) + 1 : next;
        return Math.max(Math.max(next, own), Math.max(told, better));
    }

    private boolean passes(long amount, boolean falls) {
        return limit.isPresent()
                && (falls ? amount < limit.getAsLong() : amount > limit.getAsLong());
    }

    private int tellResult(JsonObject view) {
        var won = view.text("winner").orElse("").equals(name);
        var price = view.number("hammerPrice");
        var isOneOfSeveral = view.objects("awards")
                .stream()
                .anyMatch(award -> award.text("winner").orElse("").equals(name));
        if (!won && isOneOfSeveral) {
            tell("won", "won; " + Views.result(view), view);
            return ExitCodes.OK;
        }
        tell(won ? "won" : "lost", won
                ? "won for " + currency.format(price.orElse(0))
                : "did not win; " + Views.result(view), view);
        return ExitCodes.OK;
    }

    private void tell(String what, String sentence, JsonObject view) {
        if (house.wantsJson()) {
            house.output()
                    .json(JsonObject.of("robot", name)
                            .with("auction", auction)
                            .with("ended", what)
                            .with("view", view));
        } else {
            house.output().line(name + " " + sentence);
        }
    }
}
