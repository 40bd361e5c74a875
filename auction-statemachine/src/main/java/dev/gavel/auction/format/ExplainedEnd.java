package dev.gavel.auction.format;

import dev.gavel.auction.message.Told;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.SoftClose;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.state.Auction;

import java.util.List;
import java.util.function.Function;

/** When an auction with open bids ends, and what late bids do to that, in sentences. */
public final class ExplainedEnd {

    private ExplainedEnd() {}

    /**
     * Which bids move the end where one lot is sold as a whole.
     *
     * @param one a single one, as the beginning of a sentence
     */
    public static Function<SoftClose.Trigger, String> ofOneLot(String one) {
        return trigger -> switch (trigger) {
            case ACCEPTED -> "Any" + one.substring(one.indexOf(' '));
            case PRICE -> one + " that moves the price";
            case LEAD -> one + " that changes the leader";
        };
    }

    /**
     * Tells of the end of {@code auction} while it is open.
     *
     * @param bid what is made there, as a noun
     * @param moving which of them move it, as the beginning of a sentence
     */
    public static void tell(Auction auction, String bid,
            Function<SoftClose.Trigger, String> moving, List<Told> out) {
        if (!(auction.phase() instanceof Phase.Open open)) {
            return;
        }
        if (open.endsAt() == Times.NEVER) {
            out.add(Told.plain("It ends when its seller closes it."));
            return;
        }
        var softClose = auction.conditions().softClose();
        out.add(new Told.Writer("It ends at ").time(open.endsAt())
                .say(softClose.isEmpty() ? "; no " + bid + " moves that." : ".")
                .done());
        softClose.ifPresent(terms -> out.add(softClose(open, terms, bid, moving)));
    }

    private static Told softClose(Phase.Open open, SoftClose terms, String bid,
            Function<SoftClose.Trigger, String> moving) {
        if (open.extensions() >= terms.maxExtensions() || open.endsAt() >= terms.hardEnd()) {
            return moved(open, bid, new Told.Writer("No " + bid + " moves that any more."));
        }
        var told = new Told.Writer(moving.apply(terms.trigger())).say(" in the last ")
                .span(terms.windowMillis());
        return moved(open, bid, terms.mode() == SoftClose.Mode.RESET
                ? told.say(" leaves at least ").span(terms.extendMillis()).say(" after it.")
                : told.say(" adds ").span(terms.extendMillis()).say("."));
    }

    private static Told moved(Phase.Open open, String bid, Told.Writer told) {
        return open.extensions() == 0 ? told.done()
                : told.say(" Late " + bid + "s have moved it ")
                        .count(open.extensions(), " time.", " times.")
                        .done();
    }
}
