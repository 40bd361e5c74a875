package dev.gavel.auction.query;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Entitlements;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.rules.BiddingRules;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.util.Optional;

/** Whether somebody may bid: the first reason why not, and what would do. */
final class MayBid {

    private MayBid() {}

    /** Whether {@code by} may bid in auction {@code id} at {@code now}. */
    static View of(HouseState state, AuctionId id, Optional<UserName> by, long now) {
        if (by.isEmpty()) {
            return new View.Refused(new Rejection.Plain(Code.BAD_COMMAND, null, "by",
                    "Say who is to bid: give a user name."));
        }
        var who = by.get();
        var found = Visibility.find(state, id, by);
        if (found.isEmpty()) {
            return Queries.unknown(id);
        }
        var auction = found.get();
        var caller = new Caller(who, state.user(who).isPresent(), Present.of(auction, now), 0);
        var objection = BiddingRules.objection(state, auction, caller);
        if (objection != null) {
            return Entitlements.no(auction, who, objection, remedy(auction, who, objection));
        }
        return Formats.of(auction)
                .entitlement(state, auction, caller, Visibility.seesStanding(auction, by));
    }

    private static String remedy(Auction auction, UserName who, Rejection why) {
        return switch (why.code()) {
            case NOT_STARTED -> {
                var joins = Formats.of(auction).isJoinedBeforeItOpens()
                        && auction.participant(who) == null ? "Join now, and wait" : "Wait";
                yield auction.phase() instanceof Phase.Scheduled scheduled
                        ? joins + " until it opens at " + Times.format(scheduled.opensAt()) + "."
                        : joins + " until its seller, " + auction.seller() + ", opens it.";
            }
            case PAUSED -> {
                var until = AuctionViews.pauseEndsAt(auction, Optional.of(who));
                yield "Wait until its seller, " + auction.seller() + ", resumes it"
                        + (until.isEmpty() ? "."
                                : "; it goes on by itself at " + Times.format(until.getAsLong())
                                        + " at the latest.");
            }
            case LATE -> "Nothing: it is over; its result can be looked at.";
            case CANCELLED -> "Nothing: it was called off.";
            case NOT_REGISTERED -> "Register, and bid then.";
            case SELF_BID -> "A bid of anybody else.";
            case NOT_INVITED ->
                "Nothing in this auction: who may bid was fixed when it was created.";
            default -> "Nothing.";
        };
    }
}
