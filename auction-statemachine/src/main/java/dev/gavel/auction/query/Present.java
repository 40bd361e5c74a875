package dev.gavel.auction.query;

import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Query;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;

import java.util.Optional;

/**
 * The present in which an auction is read. An auction is over once that is in the log, and not before: a
 * bid may still be on its way there, or an outage move the end. So the time in which one is read stops one
 * millisecond before what falls due next, until that has happened; and whatever is asked of one state gets
 * answers that agree.
 */
final class Present {

    private Present() {}

    /** When {@code auction} is read, at {@code now} by the clock. */
    static long of(Auction auction, long now) {
        var due = auction.deadline();
        return due == Times.NEVER ? now : Math.min(now, due - 1);
    }

    /** When {@code command} is tried. */
    static long of(HouseState state, Command command, long now) {
        return auctionOf(command).flatMap(state::auction)
                .map(auction -> of(auction, now))
                .orElse(now);
    }

    /** Whether something of the auction that {@code query} is about should have happened by now. */
    static boolean isOverdue(HouseState state, Query query, long now) {
        return auctionOf(query).flatMap(state::auction)
                .map(auction -> auction.deadline() <= now)
                .orElse(false);
    }

    private static Optional<AuctionId> auctionOf(Query query) {
        return switch (query) {
            case Query.OneAuction q -> Optional.of(q.auction());
            case Query.AuctionResult q -> Optional.of(q.auction());
            case Query.Explain q -> Optional.of(q.auction());
            case Query.CanBid q -> Optional.of(q.auction());
            case Query.Bids q -> Optional.of(q.auction());
            case Query.Rounds q -> Optional.of(q.auction());
            case Query.DryRun q -> auctionOf(q.command());
            default -> Optional.empty();
        };
    }

    private static Optional<AuctionId> auctionOf(Command command) {
        return switch (command) {
            case Command.Bid c -> Optional.of(c.auction());
            case Command.Accept c -> Optional.of(c.auction());
            case Command.Confirm c -> Optional.of(c.auction());
            case Command.Withdraw c -> Optional.of(c.auction());
            case Command.Retract c -> Optional.of(c.auction());
            case Command.Commit c -> Optional.of(c.auction());
            case Command.Reveal c -> Optional.of(c.auction());
            case Command.Join c -> Optional.of(c.auction());
            case Command.Leave c -> Optional.of(c.auction());
            case Command.Open c -> Optional.of(c.auction());
            case Command.Pause c -> Optional.of(c.auction());
            case Command.Resume c -> Optional.of(c.auction());
            case Command.Close c -> Optional.of(c.auction());
            case Command.Cancel c -> Optional.of(c.auction());
            case Command.Later c -> auctionOf(c.command());
            default -> Optional.empty();
        };
    }
}
