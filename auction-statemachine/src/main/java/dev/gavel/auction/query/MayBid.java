package dev.gavel.auction.query;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Clock;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.OpenOutcry;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.FormatKind;
import dev.gavel.auction.model.Limits;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.rules.BiddingRules;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.util.Optional;
import java.util.OptionalLong;

/** Whether somebody may bid: the first reason why not, and what would do. */
final class MayBid {

    /** How often a refusal may name another amount. */
    private static final int TRIES_MAX = 3;

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
            return no(auction, who, objection, remedy(auction, who, objection));
        }
        return switch (auction.conditions().format()) {
            case ENGLISH, REVERSE -> openBids(state, auction, caller);
            case DUTCH -> dutch(auction, who);
            case CLOCK -> clock(auction, who);
            case SEALED, VICKREY, UNIFORM -> secret(auction, who);
        };
    }

    private static View openBids(HouseState house, Auction auction, Caller caller) {
        var who = caller.name();
        var sees = Visibility.seesStanding(auction, Optional.of(who));
        if (!sees) {
            return yes(auction, who, "bid", "You may bid; that makes you a participant. Who joins "
                    + "first sees how it stands.", OptionalLong.empty(), OptionalLong.empty());
        }
        var standing = auction.standing();
        var format = Format.of(auction.conditions().format());
        var openOutcry = new OpenOutcry(format.direction());
        var enough = openOutcry.enoughFor(auction, who);
        var currency = auction.conditions().currency();
        var isDown = format.direction() == Direction.DOWN;
        if (standing.isLedBy(who) && openOutcry.mayChangeOwn(auction)) {
            return yes(auction, who, "bid", "You lead at " + currency.format(standing.price())
                    + "; a bid of yours would have to better your own maximum of "
                    + currency.format(standing.maximum()) + ".", OptionalLong.empty(),
                    OptionalLong.empty());
        }
        if (!standing.isLedBy(who) && enough.isPresent()) {
            return tried(house, auction, caller, enough.getAsLong());
        }
        if (OpenOutcry.offersBuyNow(auction)) {
            return tried(house, auction, caller,
                    auction.conditions().buyNow().orElseThrow().price());
        }
        return no(auction, who,
                new Rejection.NotEnough(isDown ? Code.TOO_HIGH : Code.TOO_LOW, auction.id(),
                        currency, format.direction(), Rejection.NotEnough.Why.INCREMENT,
                        standing.price(),
                        standing.price(), isDown ? 0 : Limits.AMOUNT_MAX + 1),
                standing.isLedBy(who) ? "Nothing is needed: you lead, and nobody can better that."
                        : "Nothing: the price is as far as prices go.");
    }

    /** What is advised has been tried: a bid of {@code least}, or what the refusal of that says would do. */
    private static View tried(HouseState house, Auction auction, Caller caller, long least) {
        var format = Format.of(auction.conditions().format());
        var amount = least;
        for (var tries = 0;; tries++) {
            var bid = new Command.Bid(auction.id(), amount, OptionalLong.empty(),
                    OptionalLong.empty(), OptionalLong.empty(), false, false);
            if (!(format.bid(house, auction, bid, caller).reply() instanceof Reply.Rejected no)) {
                return yes(auction, caller.name(), "bid", "You may bid: at "
                        + (format.direction() == Direction.DOWN ? "most " : "least ")
                        + auction.conditions().currency().format(amount) + ".",
                        OptionalLong.of(amount), OptionalLong.empty());
            }
            if (tries == TRIES_MAX || !(no.rejection() instanceof Rejection.NotEnough more)
                    || !Limits.isAmount(more.enough())) {
                return no(auction, caller.name(), no.rejection(), "Nothing in this auction.");
            }
            amount = more.enough();
        }
    }

    private static View dutch(Auction auction, UserName who) {
        if (!Visibility.seesStanding(auction, Optional.of(who))) {
            return yes(auction, who, "accept", "You may accept the price of the round; who joins "
                    + "first sees it.", OptionalLong.empty(), OptionalLong.empty());
        }
        var price = Format.of(FormatKind.DUTCH).price(auction);
        return yes(auction, who, "accept",
                "You may accept: the price is " + auction.conditions().currency().format(price)
                        + " now.",
                OptionalLong.of(price), round(auction));
    }

    private static View clock(Auction auction, UserName who) {
        var participant = auction.participant(who);
        if (participant == null) {
            return no(auction, who,
                    new Rejection.Plain(Code.NOT_JOINED, auction.id(), "",
                            "You have not joined."),
                    "Nothing in this auction: joining was possible until the clock started.");
        }
        if (!participant.isActive()) {
            return no(auction, who,
                    new Rejection.Plain(Code.ALREADY_WITHDRAWN, auction.id(), "",
                            "You are out, for good."),
                    "Nothing in this auction: who leaves a running clock cannot come back.");
        }
        if (auction.conditions().rounds().isRunBySeller()) {
            return no(auction, who, Clock.runBySeller(auction),
                    "Nothing here: you are in until you tell the seller's program that you leave.");
        }
        var round = round(auction);
        var mustConfirm = auction.conditions().rounds().confirm()
                && participant.round() != round.orElseThrow();
        return yes(auction, who, mustConfirm ? "confirm" : "withdraw",
                mustConfirm ? "You are in; confirm round " + round.orElseThrow() + " to stay."
                        : "You are in, at the price of the round, until you withdraw.",
                OptionalLong.empty(), round);
    }

    private static View secret(Auction auction, UserName who) {
        var start = Math.max(1, auction.conditions().start());
        var least = auction.conditions().currency().format(start);
        if (!auction.conditions().sealedTerms().commit()) {
            return yes(auction, who, "bid", "You may bid in secret, at least " + least + ".",
                    OptionalLong.of(start), OptionalLong.empty());
        }
        var open = (Phase.Open) auction.phase();
        if (open.round() == 0) {
            return yes(auction, who, "commit", "You may post the hash of a bid of at least "
                    + least + ", and open it after the end.", OptionalLong.of(start),
                    OptionalLong.empty());
        }
        var participant = auction.participant(who);
        if (participant == null || !participant.hasRow()) {
            return no(auction, who,
                    new Rejection.Plain(Code.NOTHING_THERE, auction.id(), "",
                            "Bids are being opened, and you have no commitment here."),
                    "Nothing in this auction: commitments were taken until the end.");
        }
        return participant.commitmentOrNull() == null
                ? no(auction, who,
                        new Rejection.Plain(Code.NOTHING_THERE, auction.id(), "",
                                "Your bid is open; no other is taken any more."),
                        "Nothing: wait for the result.")
                : yes(auction, who, "reveal", "You may open your bid, with amount and nonce, until "
                        + Times.format(open.endsAt()) + ".", OptionalLong.empty(),
                        OptionalLong.empty());
    }

    private static OptionalLong round(Auction auction) {
        return OptionalLong.of(((Phase.Open) auction.phase()).round());
    }

    private static View yes(Auction auction, UserName who, String how, String sentence,
            OptionalLong enough, OptionalLong round) {
        return new View.Entitlement(auction.id(), who, Optional.of(how), Optional.empty(),
                sentence, "", round, enough, Format.of(auction.conditions().format())
                        .direction() == Direction.DOWN);
    }

    private static View no(Auction auction, UserName who, Rejection why, String wouldDo) {
        return new View.Entitlement(auction.id(), who, Optional.empty(), Optional.of(why),
                why.sentence(), wouldDo, OptionalLong.empty(), OptionalLong.empty(), false);
    }

    private static String remedy(Auction auction, UserName who, Rejection why) {
        return switch (why.code()) {
            case NOT_STARTED -> {
                var joins = auction.conditions().format() == FormatKind.CLOCK
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
