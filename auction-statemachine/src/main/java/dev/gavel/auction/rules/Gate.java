package dev.gavel.auction.rules;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.Access;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** The questions asked of every command about an auction: is it there, may you, is it time. */
final class Gate {

    private Gate() {}

    /** The auction, if the caller may know of it. */
    static Optional<Auction> find(HouseState house, AuctionId id, UserName caller) {
        var auction = house.auctionOrNull(id.value());
        return auction == null || !maySee(auction, caller) ? Optional.empty()
                : Optional.of(auction);
    }

    private static boolean maySee(Auction auction, UserName caller) {
        var access = auction.conditions().access();
        return access.visibility() != Access.Visibility.INVITED || access.mayBid(caller)
                || auction.seller().equals(caller);
    }

    /** There is no such auction, or none the caller may know of. */
    static Decision unknown(AuctionId id) {
        return Decision.no(Code.UNKNOWN_AUCTION, id, "There is no auction " + id + ".");
    }

    /** Why the caller may not run it; null if it is theirs. */
    static @Nullable Rejection ownerFault(Auction auction, UserName caller) {
        return auction.seller().equals(caller) ? null
                : new Rejection.Plain(Code.NOT_OWNER, auction.id(), "",
                        "Only its seller, " + auction.seller() + ", may do that.");
    }

    /** Why it takes no bids at {@code now}; null if it does. */
    static @Nullable Rejection closedFault(Auction auction, long now) {
        return switch (auction.phase()) {
            case Phase.Open open -> null;
            case Phase.Draft draft -> new Rejection.NotStarted(auction.id(), Times.NEVER);
            case Phase.Scheduled scheduled ->
                new Rejection.NotStarted(auction.id(), scheduled.opensAt());
            case Phase.Paused paused -> new Rejection.Paused(auction.id(), goesOnAt(auction));
            case Phase.Closed closed ->
                new Rejection.Late(auction.id(), closed.at(), now - closed.at());
            case Phase.Cancelled cancelled -> new Rejection.Plain(Code.CANCELLED, auction.id(), "",
                    "The auction was called off.");
        };
    }

    /** Of rounds it would tell how far the present one was, which not everybody may know of each auction. */
    private static long goesOnAt(Auction auction) {
        return auction.conditions().hasRounds()
                && auction.conditions().access().visibility() == Access.Visibility.PARTICIPANTS
                        ? Times.NEVER
                        : auction.deadline();
    }

    /** Why nobody can join or leave any more; null if they can. */
    static @Nullable Rejection overFault(Auction auction, long now) {
        return auction.phase() instanceof Phase.Closed
                || auction.phase() instanceof Phase.Cancelled ? closedFault(auction, now) : null;
    }

    /** Why the caller may not take part; null if they may. */
    static @Nullable Rejection entryFault(HouseState house, Auction auction, Caller caller) {
        var notUser = RegistrationRules.fault(house, caller);
        if (notUser != null) {
            return notUser;
        }
        if (auction.seller().equals(caller.name())) {
            return new Rejection.Plain(Code.SELF_BID, auction.id(), "",
                    "Nobody bids in their own auction.");
        }
        return auction.conditions().access().mayBid(caller.name()) ? null
                : new Rejection.Plain(Code.NOT_INVITED, auction.id(), "",
                        "Only invited bidders may take part.");
    }
}
