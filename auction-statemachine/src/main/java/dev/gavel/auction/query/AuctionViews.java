package dev.gavel.auction.query;

import dev.gavel.auction.format.Format;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Result;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.rules.Results;
import dev.gavel.auction.state.Auction;

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
        var conditions = auction.conditions();
        var format = Format.of(conditions.format());
        var standing = auction.standing();
        var sees = Visibility.seesStanding(auction, by);
        var sold = soldIn(auction);
        var takesBids = auction.phase() instanceof Phase.Open
                || auction.phase() instanceof Phase.Paused;
        var over = auction.phase() instanceof Phase.Closed
                || auction.phase() instanceof Phase.Cancelled;
        var price = standing.isEmpty() ? conditions.start() : standing.price();
        return new View.OfAuction(auction.id(), auction.listing().name(), auction.listing().lot(),
                auction.seller(), conditions, Visibility.isSeller(auction, by), auction.phase(),
                sees || sold.isPresent() ? OptionalLong.of(price) : OptionalLong.empty(),
                sees && !over ? OptionalLong.of(format.enough(conditions, standing))
                        : OptionalLong.empty(),
                format.direction() == Direction.DOWN,
                sees ? OptionalLong.of(auction.bids().size()) : OptionalLong.empty(),
                sees && sold.isEmpty() ? standing.leader() : Optional.empty(),
                sold.map(Result.Sold::winner),
                sold.isPresent() ? OptionalLong.of(sold.get().price()) : OptionalLong.empty(),
                sees && conditions.reserve().isSet() ? Optional.of(standing.reserveMet())
                        : Optional.empty(),
                !over && Format.offersBuyNow(auction)
                        ? OptionalLong.of(conditions.buyNow().orElseThrow().price())
                        : OptionalLong.empty(),
                opensAt(auction), endsAt(auction),
                takesBids ? remaining(auction, now) : OptionalLong.empty(),
                sees ? Optional.of(participants(auction)) : Optional.empty(),
                by.isPresent() && standing.isLedBy(by.get())
                        ? OptionalLong.of(standing.maximum())
                        : OptionalLong.empty());
    }

    private static Optional<Result.Sold> soldIn(Auction auction) {
        return auction.phase() instanceof Phase.Closed closed
                && closed.result() instanceof Result.Sold sold ? Optional.of(sold)
                        : Optional.empty();
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
                    : OptionalLong.of(Math.max(0, open.endsAt() - now));
            case Phase.Paused paused -> paused.before().endsAt() == Times.NEVER
                    ? OptionalLong.empty()
                    : OptionalLong.of(paused.before().endsAt() - paused.since());
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong unlessNever(long millis) {
        return millis == Times.NEVER ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    /** Who joined or left, and who bid. */
    private static List<View.Participant> participants(Auction auction) {
        var active = new TreeMap<UserName, Boolean>();
        auction.participants().visitWhile((name, isActive) -> {
            active.put(name, isActive);
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
            case Phase.Closed closed -> {
                var text = Results.sentence(auction, closed.result());
                yield Character.toUpperCase(text.charAt(0)) + text.substring(1);
            }
            case Phase.Cancelled p -> "Called off.";
            case Phase.Open p -> running(view, currency, "Running");
            case Phase.Paused p -> running(view, currency, "Paused");
        };
    }

    private static String running(View.OfAuction view, dev.gavel.auction.model.Currency currency,
            String state) {
        if (view.bids().isEmpty()) {
            return state + ".";
        }
        return view.leader().isEmpty() ? state + ", no bids yet."
                : state + "; the standing bid is " + currency.format(view.price().orElse(0))
                        + " by " + view.leader().get() + ".";
    }
}
