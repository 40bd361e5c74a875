package dev.gavel.auction.format.rounds;

import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.state.Auction;

import java.util.List;

/** Sentences on rounds, in the words of both clocks. */
public final class RoundSentences {

    private RoundSentences() {}

    /**
     * How the price of a round came about.
     *
     * @param steps what the steps do to the start: " and " or " less "
     * @param end of the sentence
     */
    public static Told price(Auction auction, int round, long price, String steps, String end) {
        var conditions = auction.conditions();
        if (round == 0) {
            return new Told.Writer("Round 0 shows the start, ").money(conditions.start())
                    .say(".")
                    .done();
        }
        return new Told.Writer("Round ").count(round)
                .say(" shows ")
                .money(price)
                .say(": the start of ")
                .money(conditions.start())
                .say(steps)
                .count(round, " step of ", " steps of ")
                .money(conditions.rounds().step())
                .say(end)
                .done();
    }

    /** What a pause does to the round that it broke off. */
    public static void pause(Auction auction, List<Told> out) {
        if (auction.phase() instanceof Phase.Paused) {
            out.add(Told.plain("The round is void and begins again when the clock runs on."));
        }
    }

    /** When a round ends, and at which price the next one begins. */
    public static Told next(Phase.Open open, long price) {
        return new Told.Writer("The round ends at ").time(open.endsAt())
                .say("; then the price is ")
                .money(price)
                .say(".")
                .done();
    }

    /** When a round ends that is the last; {@code why} ends the sentence. */
    public static Told last(Phase.Open open, String why) {
        return new Told.Writer("The round ends at ").time(open.endsAt())
                .say("; it is the last, " + why)
                .done();
    }
}
