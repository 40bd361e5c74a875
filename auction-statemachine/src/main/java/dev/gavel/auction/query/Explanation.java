package dev.gavel.auction.query;

import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.rules.Results;
import dev.gavel.auction.state.Auction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Why an auction stands as it does, in plain sentences, for one who asks. It rests on what that one may
 * see: whoever leads by a secret maximum is told of with the same words as one who bid outright.
 */
final class Explanation {

    /** Buyers told of by name; the rest stands in the view. */
    private static final int AWARDS_TOLD_MAX = 20;

    private Explanation() {}

    /** The sentences on {@code auction} for {@code by}, at least one. */
    static List<String> of(Auction auction, Optional<UserName> by) {
        var out = new ArrayList<String>();
        switch (auction.phase()) {
            case Phase.Draft draft -> {
                out.add("It has not been opened yet.");
                before(auction, out);
            }
            case Phase.Scheduled scheduled -> {
                out.add("It opens at " + Times.format(scheduled.opensAt()) + ".");
                before(auction, out);
            }
            case Phase.Cancelled cancelled ->
                out.add("It was called off at " + Times.format(cancelled.at())
                        + "; nobody wins.");
            case Phase.Open open -> running(auction, by, out);
            case Phase.Paused paused -> {
                out.add("The clock stands since " + Times.format(paused.since())
                        + ", until its seller, " + auction.seller() + ", resumes it.");
                running(auction, by, out);
            }
            case Phase.Closed closed -> closed(auction, closed, by, out);
        }
        return List.copyOf(out);
    }

    private static void before(Auction auction, List<String> out) {
        out.add("The price is the start, " + money(auction, auction.conditions().start()) + ".");
    }

    private static void running(Auction auction, Optional<UserName> by, List<String> out) {
        if (Visibility.isSecretNow(auction)) {
            ExplainedSecrets.running(auction, by, out);
        } else if (!Visibility.seesStanding(auction, by)) {
            out.add("How it stands only those see who joined; it began at "
                    + money(auction, auction.conditions().start()) + ".");
        } else if (auction.conditions().format().hasRounds()) {
            ExplainedRounds.running(auction, by, out);
        } else {
            ExplainedBids.running(auction, by, out);
        }
    }

    private static void closed(Auction auction, Phase.Closed closed, Optional<UserName> by,
            List<String> out) {
        var when = Times.format(closed.at());
        if (closed.openedAt() == Times.NEVER) {
            out.add("It closed at " + when + " before it had opened; nobody wins.");
            return;
        }
        out.add("It closed at " + when + ".");
        if (!Visibility.seesStanding(auction, by)) {
            out.add(AuctionViews.outline(auction, closed.result()));
            return;
        }
        out.add(capital(Results.sentence(auction, closed.result())));
        if (auction.conditions().format().isSecret()) {
            ExplainedSecrets.closed(auction, closed.result(), out);
        } else if (auction.conditions().format().hasRounds()) {
            ExplainedRounds.closed(auction, closed.result(), out);
        } else {
            ExplainedBids.closed(auction, closed, by, out);
        }
    }

    /** {@code amount} as people write it. */
    static String money(Auction auction, long amount) {
        return auction.conditions().currency().format(amount);
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** Who bought how many, told one by one while they are few. */
    static void awards(Result.SoldUnits units, Function<Result.Award, String> sentence,
            List<String> out) {
        units.awards().stream().limit(AWARDS_TOLD_MAX).map(sentence).forEach(out::add);
        var more = units.awards().size() - AWARDS_TOLD_MAX;
        if (more > 0) {
            out.add("So did " + more + " more.");
        }
    }

    /** A number of something. */
    static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
