package dev.gavel.auction.format;

import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.Optional;
import java.util.OptionalLong;

/** Answers to somebody who asks whether they may bid. */
public final class Entitlements {

    private Entitlements() {}

    /** They may, with the command {@code how}. */
    public static View.Entitlement yes(Auction auction, UserName who, String how,
            String sentence) {
        return yes(auction, who, how, sentence, OptionalLong.empty(), OptionalLong.empty());
    }

    /**
     * They may, with the command {@code how}.
     *
     * @param least what would be enough, where they may know it and bids rise
     * @param round of a clock, where they may see it
     */
    public static View.Entitlement yes(Auction auction, UserName who, String how,
            String sentence, OptionalLong least, OptionalLong round) {
        return yes(auction, who, how, sentence, least, round, Direction.UP);
    }

    /** They may bid {@code enough}, or what is better in that direction. */
    public static View.Entitlement mayBid(Auction auction, UserName who, String sentence,
            OptionalLong enough, Direction direction) {
        return yes(auction, who, "bid", sentence, enough, OptionalLong.empty(), direction);
    }

    /** They may bid {@code enough} for each of {@code quantity} units. */
    public static View.Entitlement mayBidForUnits(Auction auction, UserName who, String sentence,
            long quantity, long enough) {
        return new View.Entitlement(auction.id(), who, Optional.of("bid"), Optional.empty(),
                sentence, "", OptionalLong.empty(), OptionalLong.of(quantity),
                OptionalLong.of(enough), false);
    }

    private static View.Entitlement yes(Auction auction, UserName who, String how,
            String sentence, OptionalLong enough, OptionalLong round, Direction direction) {
        return new View.Entitlement(auction.id(), who, Optional.of(how), Optional.empty(),
                sentence, "", round, OptionalLong.empty(), enough, direction == Direction.DOWN);
    }

    /** They may not; {@code wouldDo} says what would let them. */
    public static View.Entitlement no(Auction auction, UserName who, Rejection why,
            String wouldDo) {
        return new View.Entitlement(auction.id(), who, Optional.empty(), Optional.of(why),
                why.sentence(), wouldDo, OptionalLong.empty(), OptionalLong.empty(),
                OptionalLong.empty(), false);
    }

    /** They may not, for a reason that is no fault in a field. */
    public static View.Entitlement no(Auction auction, UserName who, Code code, String sentence,
            String wouldDo) {
        return no(auction, who, new Rejection.Plain(code, auction.id(), "", sentence), wouldDo);
    }
}
