package dev.gavel.auction.state;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.state.Item.Status;

import java.util.List;
import java.util.Optional;

/** The only code that makes a new state: events folded in, one after another. */
public final class Evolution {

    /** From which version on what was confirmed in a void round is void. */
    static final int VOID_ROUNDS = 2;

    private Evolution() {}

    /** {@code house} after {@code events}. */
    public static HouseState fold(HouseState house, List<Event> events) {
        var after = house;
        for (var i = 0; i < events.size(); i++) {
            after = fold(after, events.get(i));
        }
        return after;
    }

    /** {@code house} after {@code event}. */
    public static HouseState fold(HouseState house, Event event) {
        return switch (event) {
            case Event.BidAccepted e ->
                house.withAuction(auction(house, e).withOpenBid(e.bid(), e.standing()))
                        .withPartTaken(e.bid().bidder(), e.id());
            case Event.HouseAdopted e -> house.under(e.version());
            case Event.UserRegistered e -> house.withUser(registered(house, e));
            case Event.ItemConsigned e -> house.withItem(new Item(e.item(), e.seller(), e.name(),
                    e.description(), e.price(), e.atMillis(), Status.LISTED, Optional.empty(),
                    e.anyoneMayStart()));
            case Event.ItemWithdrawn e -> house.withItem(house.items()
                    .get(e.item().value() - 1)
                    .at(Status.WITHDRAWN, Optional.empty()));
            case Event.AuctionCreated e -> created(house, e);
            case Event.AuctionScheduled e -> house
                    .withAuction(auction(house, e).in(new Phase.Scheduled(e.opensAt())));
            case Event.AuctionOpened e -> opened(house, e);
            case Event.ParticipantJoined e ->
                house.withAuction(auction(house, e).with(e.user(), Participant.JOINED))
                        .withPartTaken(e.user(), e.id());
            case Event.ParticipantLeft e -> left(house, auction(house, e).withLeft(e.user()), e);
            case Event.RoundStarted e -> house.withAuction(inRound(auction(house, e), e));
            case Event.RoundConfirmed e -> house.withAuction(confirmed(auction(house, e), e));
            case Event.ParticipantWithdrawn e -> house.withAuction(auction(house, e).with(e.user(),
                    Participant.LEFT));
            case Event.SellerReported e ->
                house.withAuction(auction(house, e).withReport(e.signed(), e.at()));
            case Event.UnitsTaken e ->
                house.withAuction(auction(house, e).withUnitsTaken(e.bid()))
                        .withPartTaken(e.bid().bidder(), e.id());
            case Event.UnitsBid e ->
                house.withAuction(auction(house, e).withUnitsBid(e.bid()))
                        .withPartTaken(e.bid().bidder(), e.id());
            case Event.SealedBidPlaced e ->
                house.withAuction(auction(house, e).withSecretBid(e.bid(), null))
                        .withPartTaken(e.bid().bidder(), e.id());
            case Event.SealedBidWithdrawn e ->
                house.withAuction(auction(house, e).withoutSecretBid(e.user()));
            case Event.CommitmentPosted e ->
                house.withAuction(auction(house, e).withSecretBid(e.bid(), e.hash()))
                        .withPartTaken(e.bid().bidder(), e.id());
            case Event.CommitmentOpened e ->
                house.withAuction(auction(house, e).withOpened(e.user(), e.amount()));
            case Event.RevealStarted e -> house.withAuction(auction(house, e)
                    .in(openPhase(auction(house, e)).inRound(1, e.at(), e.endsAt())));
            case Event.BidRetracted e ->
                house.withAuction(auction(house, e).withoutOpenBids(e.user(), e.standing(),
                        e.direction()));
            case Event.AuctionExtended e -> extended(house, e);
            case Event.AuctionPaused e -> paused(house, e);
            case Event.AuctionResumed e -> house.withAuction(auction(house, e).in(e.phase()));
            case Event.AuctionClosed e -> ended(house,
                    auction(house, e).in(closed(auction(house, e), e)), e.result());
            case Event.OfferSettled e -> settled(house, e);
            case Event.AuctionCancelled e -> ended(house,
                    auction(house, e).in(new Phase.Cancelled(e.at())), Result.UNSOLD);
        };
    }

    private static Auction auction(HouseState house, Event.OfAuction event) {
        return house.auctions().get(event.id().value() - 1);
    }

    private static User registered(HouseState house, Event.UserRegistered event) {
        var known = house.userOrNull(event.user().value());
        if (known == null) {
            return User.registered(house.users().size(), event.user(), event.address(),
                    event.displayName(), event.atMillis());
        }
        return known.reachedAt(event.address(), event.displayName());
    }

    private static HouseState created(HouseState house, Event.AuctionCreated event) {
        var seller = house.user(event.seller()).orElseThrow();
        var listing = new Listing(event.id(), seller.name(), event.name(), event.lot(),
                SharedConditions.of(event.conditions()), event.atMillis(), house.version());
        return house
                .withUser(seller.selling(event.id()))
                .withAuction(Auction.draft(listing));
    }

    /** Who leaves before the start has never been there. */
    private static HouseState left(HouseState house, Auction auction,
            Event.ParticipantLeft event) {
        var after = house.withAuction(auction);
        return auction.participant(event.user()) == null
                ? after.withoutPartTaken(event.user(), event.id())
                : after;
    }

    private static HouseState opened(HouseState house, Event.AuctionOpened event) {
        var auction = auction(house, event).opened(house.version(),
                Phase.Open.first(event.openedAt(), event.endsAt()));
        return moveItem(house, auction, Status.ON_SALE, Optional.of(event.id()))
                .withAuction(auction);
    }

    private static HouseState extended(HouseState house, Event.AuctionExtended event) {
        var auction = auction(house, event);
        var open = (Phase.Open) auction.phase();
        return house.withAuction(auction.in(event.cause() == Event.AuctionExtended.Cause.BID
                ? open.extendedTo(event.endsAt())
                : open.movedTo(event.endsAt())));
    }

    private static HouseState paused(HouseState house, Event.AuctionPaused event) {
        var auction = auction(house, event);
        return house.withAuction(
                auction.in(new Phase.Paused((Phase.Open) auction.phase(), event.at())));
    }

    private static Phase.Open openPhase(Auction auction) {
        return auction.phase() instanceof Phase.Paused paused ? paused.before()
                : (Phase.Open) auction.phase();
    }

    /** A round that begins again was void before, and what was confirmed in it. */
    private static Auction inRound(Auction former, Event.RoundStarted event) {
        var isAgain = former.knows(VOID_ROUNDS) && former.conditions().rounds().confirm()
                && openPhase(former).round() == event.round();
        var auction = isAgain ? former.withoutConfirmationsOf(event.round()) : former;
        return auction.in(
                openPhase(auction).inRound(event.round(), event.since(), event.endsAt()));
    }

    private static Auction confirmed(Auction auction, Event.RoundConfirmed event) {
        return auction.withRow(event.bid())
                .with(event.bid().bidder(),
                        new Participant(true, event.round(), auction.bids().size(), null));
    }

    private static Phase closed(Auction auction, Event.AuctionClosed event) {
        var openedAt = switch (auction.phase()) {
            case Phase.Open open -> open.openedAt();
            case Phase.Paused paused -> paused.before().openedAt();
            default -> Times.NEVER;
        };
        return new Phase.Closed(openedAt, event.at(), event.result());
    }

    private static HouseState ended(HouseState house, Auction auction, Result result) {
        return switch (result) {
            case Result.Sold sold -> moveItem(house, auction, Status.SOLD,
                    Optional.of(auction.id())).withAuction(auction);
            case Result.SoldUnits sold -> moveItem(house, auction, Status.SOLD,
                    Optional.of(auction.id())).withAuction(auction);
            case Result.Unsold unsold -> released(house, auction).withAuction(auction);
            case Result.Pending pending -> house.withAuction(auction);
        };
    }

    private static HouseState settled(HouseState house, Event.OfferSettled event) {
        var auction = auction(house, event);
        var closed = (Phase.Closed) auction.phase();
        return ended(house,
                auction.in(new Phase.Closed(closed.openedAt(), closed.at(), event.result())),
                event.result());
    }

    private static HouseState released(HouseState house, Auction auction) {
        var holds = auction.listing()
                .lot()
                .item()
                .flatMap(house::item)
                .filter(item -> item.status() == Status.ON_SALE
                        && item.auction().equals(Optional.of(auction.id())));
        return holds.isPresent() ? moveItem(house, auction, Status.LISTED, Optional.empty())
                : house;
    }

    private static HouseState moveItem(HouseState house, Auction auction, Status to,
            Optional<AuctionId> where) {
        var item = auction.listing().lot().item().flatMap(house::item);
        return item.isPresent() ? house.withItem(item.get().at(to, where)) : house;
    }
}
