package dev.gavel.auction.query;

import dev.gavel.auction.format.Format;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.Participant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Auctions as they may be seen. */
final class AuctionViews {

    /** Names shown at most; a crowd is told by the number of bids. */
    private static final int PARTICIPANTS_MAX = 1_000;

    /** Bids looked at for the names of those who bid. */
    private static final int BIDS_SCANNED_MAX = 2_000;

    private AuctionViews() {}

    static View.OfAuction of(Auction auction, Optional<UserName> by, long now) {
        var sees = Visibility.seesStanding(auction, by);
        var result = auction.phase() instanceof Phase.Closed closed
                ? Optional.of(closed.result())
                : Optional.<Result>empty();
        return new View.OfAuction(auction.id(), offering(auction, by), auction.phase(),
                prices(auction, sees), sees ? bidders(auction, result) : View.Bidders.HIDDEN,
                new View.Sale(winner(result), hammerPrice(result)),
                timetable(auction, by, sees, now), progress(auction, by, sees), own(auction, by));
    }

    private static View.Offering offering(Auction auction, Optional<UserName> by) {
        var listing = auction.listing();
        return new View.Offering(listing.name(), listing.lot(), auction.seller(),
                auction.conditions(), Visibility.isSeller(auction, by));
    }

    private static View.Prices prices(Auction auction, boolean sees) {
        var format = Formats.of(auction);
        var conditions = auction.conditions();
        var secret = format.isSecret();
        var over = isOver(auction);
        return new View.Prices(price(auction, format, sees),
                over || (!sees && !secret) ? OptionalLong.empty() : format.enough(auction),
                format.direction() == Direction.DOWN,
                (sees || !auction.hasStarted()) && !over && offersBuyNow(auction, format)
                        ? OptionalLong.of(conditions.buyNow().orElseThrow().price())
                        : OptionalLong.empty(),
                sees && conditions.reserve().isSet() && !secret
                        ? Optional.of(auction.standing().reserveMet())
                        : Optional.empty());
    }

    private static View.Bidders bidders(Auction auction, Optional<Result> result) {
        return new View.Bidders(OptionalLong.of(auction.bids().size()), leader(auction, result),
                Optional.of(participants(auction)));
    }

    private static View.Timetable timetable(Auction auction, Optional<UserName> by, boolean sees,
            long now) {
        var isOpen = openPhase(auction).isPresent();
        var tellsRound = sees || !auction.conditions().hasRounds();
        return new View.Timetable(opensAt(auction),
                tellsRound || !isOpen ? endsAt(auction) : OptionalLong.empty(),
                tellsRound && isOpen ? remaining(auction, Present.of(auction, now))
                        : OptionalLong.empty(),
                new View.Pauses(auction.maxPause(), pauseEndsAt(auction, by)));
    }

    private static View.Progress progress(Auction auction, Optional<UserName> by, boolean sees) {
        var format = Formats.of(auction);
        var conditions = auction.conditions();
        var open = openPhase(auction);
        return new View.Progress(
                sees && conditions.hasRounds() && open.isPresent()
                        ? OptionalLong.of(open.get().round())
                        : OptionalLong.empty(),
                sees && conditions.rounds().isRunBySeller()
                        && auction.phase() instanceof Phase.Open running
                                ? OptionalLong.of(running.since())
                                : OptionalLong.empty(),
                format.isSecret() && open.isPresent() && open.get().round() > 0,
                sees || open.isEmpty() ? format.unitsLeft(auction) : OptionalLong.empty(),
                sees && open.isPresent() ? format.units(auction, by) : Optional.empty());
    }

    private static View.Own own(Auction auction, Optional<UserName> by) {
        var format = Formats.of(auction);
        var standing = auction.standing();
        return new View.Own(
                by.isPresent() && standing.isLedBy(by.get())
                        ? OptionalLong.of(standing.maximum())
                        : OptionalLong.empty(),
                by.flatMap(user -> format.bidOf(auction, user)),
                by.isPresent() ? format.unitsOf(auction, by.get()) : OptionalLong.empty(),
                openPhase(auction).flatMap(running -> ownRounds(auction, running, by)),
                format.openBids()
                        .filter(bids -> auction.conditions().retractUntil().isPresent())
                        .map(bids -> bids.retraction(auction, by, isOver(auction))));
    }

    private static boolean isOver(Auction auction) {
        return auction.phase() instanceof Phase.Closed
                || auction.phase() instanceof Phase.Cancelled;
    }

    private static boolean offersBuyNow(Auction auction, Format format) {
        return format.openBids().map(bids -> bids.offersBuyNow(auction)).orElse(false);
    }

    /** When the present pause ends at the latest; of a clock it would tell how far its round was. */
    static OptionalLong pauseEndsAt(Auction auction, Optional<UserName> by) {
        var tells = !auction.conditions().hasRounds()
                || Visibility.seesStanding(auction, by);
        return tells && auction.phase() instanceof Phase.Paused ? unlessNever(auction.deadline())
                : OptionalLong.empty();
    }

    private static OptionalLong price(Auction auction, Format format, boolean sees) {
        if (auction.phase() instanceof Phase.Closed closed) {
            return switch (closed.result()) {
                case Result.Sold sold -> OptionalLong.of(sold.price());
                case Result.SoldUnits units -> OptionalLong.of(units.awards().getLast().price());
                case Result.Pending offer -> sees ? OptionalLong.of(offer.price())
                        : OptionalLong.empty();
                case Result.Unsold unsold -> sees ? OptionalLong.of(format.price(auction))
                        : OptionalLong.empty();
            };
        }
        return sees ? OptionalLong.of(format.price(auction)) : OptionalLong.empty();
    }

    private static Optional<Phase.Open> openPhase(Auction auction) {
        return switch (auction.phase()) {
            case Phase.Open open -> Optional.of(open);
            case Phase.Paused paused -> Optional.of(paused.before());
            default -> Optional.empty();
        };
    }

    private static Optional<View.OwnRounds> ownRounds(Auction auction, Phase.Open open,
            Optional<UserName> by) {
        var own = by.isPresent() ? auction.withoutWhatThePauseVoids().participant(by.get()) : null;
        if (own == null || !own.isActive() || !auction.conditions().rounds().confirm()) {
            return Optional.empty();
        }
        return Optional.of(new View.OwnRounds(
                own.round() == Participant.NONE ? OptionalLong.empty()
                        : OptionalLong.of(own.round()),
                Math.max(0, open.round() - 1L - own.round())));
    }

    private static Optional<UserName> winner(Optional<Result> result) {
        if (result.isEmpty()) {
            return Optional.empty();
        }
        return switch (result.get()) {
            case Result.Sold sold -> Optional.of(sold.winner());
            case Result.SoldUnits sold -> sold.onlyWinner();
            case Result.Unsold unsold -> Optional.empty();
            case Result.Pending offer -> Optional.empty();
        };
    }

    private static OptionalLong hammerPrice(Optional<Result> result) {
        if (result.isEmpty()) {
            return OptionalLong.empty();
        }
        return switch (result.get()) {
            case Result.Sold sold -> OptionalLong.of(sold.price());
            case Result.SoldUnits sold -> sold.onlyPrice();
            case Result.Unsold unsold -> OptionalLong.empty();
            case Result.Pending offer -> OptionalLong.empty();
        };
    }

    private static Optional<UserName> leader(Auction auction, Optional<Result> result) {
        if (result.isPresent() && result.get() instanceof Result.Pending offer) {
            return Optional.of(offer.bidder());
        }
        return winner(result).isPresent() ? Optional.empty() : auction.standing().leader();
    }

    private static OptionalLong opensAt(Auction auction) {
        return switch (auction.phase()) {
            case Phase.Draft p -> OptionalLong.empty();
            case Phase.Scheduled scheduled -> OptionalLong.of(scheduled.opensAt());
            case Phase.Open open -> OptionalLong.of(open.openedAt());
            case Phase.Paused paused -> OptionalLong.of(paused.before().openedAt());
            case Phase.Closed closed -> unlessNever(closed.openedAt());
            case Phase.Cancelled p -> OptionalLong.empty();
        };
    }

    private static OptionalLong endsAt(Auction auction) {
        return switch (auction.phase()) {
            case Phase.Draft p -> auction.conditions().timing().endsAt();
            case Phase.Scheduled scheduled ->
                unlessNever(auction.conditions().timing().endOf(scheduled.opensAt()));
            case Phase.Open open -> unlessNever(open.endsAt());
            case Phase.Paused p -> OptionalLong.empty();
            case Phase.Closed closed -> OptionalLong.of(closed.at());
            case Phase.Cancelled cancelled -> OptionalLong.of(cancelled.at());
        };
    }

    private static OptionalLong remaining(Auction auction, long now) {
        return switch (auction.phase()) {
            case Phase.Open open -> open.endsAt() == Times.NEVER ? OptionalLong.empty()
                    : OptionalLong.of(open.endsAt() - now);
            case Phase.Paused paused -> paused.before().endsAt() == Times.NEVER
                    ? OptionalLong.empty()
                    : OptionalLong.of(auction.conditions().hasRounds()
                            ? auction.conditions().rounds().periodMillis() // the round begins again
                            : paused.before().endsAt() - paused.since());
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong unlessNever(long millis) {
        return millis == Times.NEVER ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    /** Who joined or left, and who bid. */
    private static List<View.Participant> participants(Auction auction) {
        var active = new TreeMap<UserName, Boolean>();
        auction.participants().visitWhile((name, participant) -> {
            active.put(name, participant.isActive());
            return active.size() < PARTICIPANTS_MAX;
        });
        var from = Math.max(0, auction.bids().size() - BIDS_SCANNED_MAX);
        for (var i = auction.bids().size() - 1; i >= from
                && active.size() < PARTICIPANTS_MAX; i--) {
            active.putIfAbsent(auction.bids().get(i).bidder(), true);
        }
        var rows = new ArrayList<View.Participant>();
        active.forEach((name, isActive) -> rows.add(new View.Participant(name, isActive)));
        return rows;
    }

    /** How {@code auction} stands or ended, in one sentence. */
    static String sentence(Auction auction, View.OfAuction view) {
        var currency = auction.conditions().currency();
        return switch (auction.phase()) {
            case Phase.Draft p -> "Not opened yet.";
            case Phase.Scheduled scheduled ->
                "Opens at " + Times.format(scheduled.opensAt()) + ".";
            case Phase.Closed closed when view.bidders().bids().isEmpty() ->
                Explanation.outline(auction, closed.result()).english(currency);
            case Phase.Closed closed ->
                Formats.of(auction).told(auction, closed.result()).english(currency);
            case Phase.Cancelled p -> "Called off.";
            case Phase.Open p -> running(view, currency, "Running");
            case Phase.Paused p -> running(view, currency, "Paused");
        };
    }

    private static String running(View.OfAuction view, dev.gavel.auction.model.Currency currency,
            String state) {
        if (view.bidders().bids().isEmpty()) {
            return state + ".";
        }
        if (view.progress().round().isPresent()) {
            return state + "; round " + view.progress().round().getAsLong() + " at "
                    + currency.format(view.prices().price().orElse(0)) + ".";
        }
        if (view.progress().units().isPresent()
                && !view.progress().units().get().awards().isEmpty()) {
            return state + "; " + units(view.progress().units().get()) + " of "
                    + view.conditions().quantity()
                    + " would be sold, from " + currency.format(view.prices().price().orElse(0))
                    + " on.";
        }
        return view.bidders().leader().isEmpty() ? state + ", no bids yet."
                : state + "; the standing bid is "
                        + currency.format(view.prices().price().orElse(0))
                        + " by " + view.bidders().leader().get() + ".";
    }

    private static long units(View.UnitsStanding units) {
        return units.awards().stream().mapToLong(Result.Award::quantity).sum();
    }
}
