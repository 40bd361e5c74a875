package dev.gavel.auction.format;

import dev.gavel.auction.model.Bid;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.Participant;

import java.util.ArrayList;
import java.util.List;

/** The bids that count, where one of each bidder does. */
public final class LiveBids {

    private LiveBids() {}

    /** Those of which the amount is known, the earliest first. */
    public static List<Bid> inOrder(Auction auction) {
        return auction.bids().size() < auction.participants().size() ? ofTheHistory(auction)
                : ofTheParticipants(auction);
    }

    /** Where more people take part than have bid: those who only joined cost nothing. */
    private static List<Bid> ofTheHistory(Auction auction) {
        var bids = new ArrayList<Bid>();
        for (var row = 0L; row < auction.bids().size(); row++) {
            var bid = auction.bids().get(row);
            var bidder = auction.participant(bid.bidder());
            if (bidder != null && counts(bidder) && bidder.row() == row) {
                bids.add(bid);
            }
        }
        return bids;
    }

    private static List<Bid> ofTheParticipants(Auction auction) {
        var rows = new ArrayList<Long>();
        auction.participants().forEach((name, participant) -> {
            if (counts(participant)) {
                rows.add(participant.row());
            }
        });
        rows.sort(null);
        var bids = new ArrayList<Bid>(rows.size());
        rows.forEach(row -> bids.add(auction.bids().get(row)));
        return bids;
    }

    private static boolean counts(Participant participant) {
        return participant.hasRow() && participant.commitmentOrNull() == null;
    }
}
