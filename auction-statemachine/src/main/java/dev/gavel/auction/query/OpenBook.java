package dev.gavel.auction.query;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.model.ProxyMode;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import dev.gavel.auction.state.Listing;

import java.util.Optional;

/** An auction with open bids as one bidder may know it: without the maxima of others and the reserve. */
final class OpenBook {

    private OpenBook() {}

    /**
     * Whether what becomes of an accepted bid follows from what its bidder may know. Judged by the
     * conditions and the public history alone, so that the answer gives nothing away.
     */
    static boolean tells(Auction auction, Command.Bid bid, UserName by) {
        var conditions = auction.conditions();
        if (conditions.proxy() == ProxyMode.NEVER) {
            return true;
        }
        var standing = auction.standing();
        var isAlone = standing.isEmpty()
                || (standing.isLedBy(by) && standing.runnerUp() == Standing.NONE);
        var setsMaximum = standing.isLedBy(by) && auction.knows(2);
        var isPlain = !setsMaximum && conditions.proxy() != ProxyMode.ALWAYS
                && bid.maximum().orElse(bid.amount()) == bid.amount();
        return isAlone && (isPlain || isReserveKnown(auction));
    }

    private static boolean isReserveKnown(Auction auction) {
        return !auction.conditions().reserve().isSet() || auction.standing().reserveMet();
    }

    /** What can be said of a bid that would be accepted. */
    static String sentence(Auction auction, UserName by) {
        var rival = auction.standing().isEmpty() || auction.standing().isLedBy(by) ? ""
                : "whether " + auction.standing().leader().orElseThrow()
                        + " gave a maximum above the standing price";
        var reserve = isReserveKnown(auction) ? "" : "the reserve";
        var rests = rival.isEmpty() && reserve.isEmpty() ? "the maxima of others, which are secret."
                : rival.isEmpty() || reserve.isEmpty() ? rival + reserve + ", which is secret."
                        : rival + " and on " + reserve + ", which are secret.";
        return "Would be accepted; where it stands then rests on " + rests;
    }

    /** The reply if nobody had a maximum above the standing price, and there were no reserve. */
    static Optional<Reply> expected(HouseState house, Auction auction, Command.Bid bid,
            UserName by, long now) {
        var reply = Formats.of(auction)
                .bid(house, asKnown(auction, by), bid, new Caller(by, true, now, 0))
                .reply();
        return Optional.of(reply).filter(Reply::isSuccess);
    }

    private static Auction asKnown(Auction auction, UserName by) {
        var standing = auction.standing();
        var leads = standing.isLedBy(by);
        var known = standing.isEmpty() ? standing
                : new Standing(standing.leaderOrNull(),
                        leads ? standing.maximum() : standing.price(), Standing.NONE,
                        standing.price(), true);
        var listing = auction.listing();
        return new Auction(
                new Listing(listing.id(), listing.seller(), listing.name(), listing.lot(),
                        withoutReserve(listing.conditions()), listing.createdAt(),
                        listing.version()),
                auction.phase(), known, auction.bids(), auction.participants(),
                auction.unitsTaken(), auction.retractors(), auction.signed());
    }

    private static ConditionsOfSale withoutReserve(ConditionsOfSale c) {
        return c.withPricing(c.pricing().withoutReserve());
    }
}
