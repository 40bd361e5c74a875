package dev.gavel.auction.format;

import dev.gavel.auction.model.Bid;
import dev.gavel.auction.state.Auction;

import java.util.ArrayList;
import java.util.List;

/** The bids that count, where one of each bidder does. */
public final class LiveBids {

    private LiveBids() {}

    /** Those of which the amount is known, the earliest first. */
    public static List<Bid> inOrder(Auction auction) {
        var rows = new ArrayList<Long>();
        auction.participants().forEach((name, participant) -> {
            if (participant.hasRow() && participant.commitmentOrNull() == null) {
                rows.add(participant.row());
            }
        });
        rows.sort(null);
        var bids = new ArrayList<Bid>(rows.size());
        rows.forEach(row -> bids.add(auction.bids().get(row)));
        return bids;
    }
}
