package dev.gavel.server.desk;

import dev.gavel.auction.message.FeedPosition;
import dev.gavel.auction.message.Query;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.query.Queries;
import dev.gavel.auction.state.HouseState;

import java.time.Instant;
import java.util.Optional;

/** The view that a watcher gets in place of events that are no longer held. */
public final class ResetView {

    /** Most auctions in the view of the whole house; the rest is to be queried. */
    private static final int AUCTIONS = 100;

    private ResetView() {}

    /**
     * The auction as it stands, or of the whole house its first auctions, with a cursor.
     *
     * @param position the feed position at which {@code state} is true
     * @return JSON
     */
    public static byte[] of(HouseState state, Optional<AuctionId> auction, Optional<UserName> by,
            FeedPosition position, Instant time) {
        var query = auction.<Query>map(Query.OneAuction::new)
                .orElseGet(() -> new Query.Auctions(Optional.empty(), Optional.empty(),
                        Optional.empty(), Optional.empty(), false, AUCTIONS, 0));
        return Queries.answer(state, query, by, position.index() - 1, time).json();
    }
}
